import { AnchorLink } from '../../links.tsx'
import type { Entity } from '../queries.ts'

/** An entity by its name, which leads to its page. */
export function EntityLink({ entity: { kind: blueprint, identifier, title } }: { entity: Entity }) {
  return (
    <AnchorLink to="/catalog/$blueprint/$identifier" params={{ blueprint, identifier }} inherit>
      {title}
    </AnchorLink>
  )
}
