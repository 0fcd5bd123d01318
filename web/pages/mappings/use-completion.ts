import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import type { Complete } from '../../ui/editor/place.ts'
import { allBlueprintsQuery } from '../blueprint/queries.ts'
import { completionsAt } from './completion.ts'
import { mappingSchemaQuery } from './queries.ts'

/** Offers what may stand in a mapping; nothing until it is known what that is. */
export function useCompletion(): Complete {
  const api = useApi()
  const { data: schema } = useQuery(mappingSchemaQuery(api))
  const { data: blueprints = [] } = useQuery(allBlueprintsQuery(api))
  return (place, text) => (schema ? completionsAt(place, text, { schema, blueprints }) : [])
}
