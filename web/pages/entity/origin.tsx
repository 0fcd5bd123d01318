import { useCan } from '../../session.ts'
import { AnchorLink } from '../links.tsx'
import type { Source } from './queries.ts'
import { originOf } from './words.ts'

/** Who says it, with the way to the mapping for those who may change it. */
export function Origin({ source }: { source: Source }) {
  const { mapping_id } = source
  const mayEdit = useCan()('catalog:edit')
  if (mapping_id === null || !mayEdit) return originOf(source)
  return (
    <AnchorLink to="/mappings" search={{ mapping: mapping_id }} inherit>
      {originOf(source)}
    </AnchorLink>
  )
}
