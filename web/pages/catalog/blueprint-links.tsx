import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { formatCount } from '../../ui/value/format.ts'
import { AnchorLink } from '../links.tsx'
import classes from './catalog.module.css'
import { blueprintsQuery } from './queries.ts'

/** All is not chosen with each of them, and what is filtered makes no other page. */
const only = { exact: true, includeSearch: false }

/** All, and each blueprint with how many entities it has. */
export function BlueprintLinks() {
  const blueprints = useQuery(blueprintsQuery(useApi())).data ?? []
  const all = blueprints.reduce((sum, one) => sum + one.entities, 0)
  return (
    <nav className={classes.blueprints} aria-label="Blueprints">
      <AnchorLink to="/catalog" activeOptions={only} underline="never">
        All <span>{formatCount(all)}</span>
      </AnchorLink>
      {blueprints.map(({ identifier, title, entities }) => (
        <AnchorLink
          key={identifier}
          to="/catalog/$blueprint"
          params={{ blueprint: identifier }}
          activeOptions={only}
          underline="never"
        >
          {title} <span>{formatCount(entities)}</span>
        </AnchorLink>
      ))}
    </nav>
  )
}
