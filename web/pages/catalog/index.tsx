import { Catalogue } from './catalogue.tsx'

/** All entities, whatever their blueprint. */
export function Page() {
  return <Catalogue />
}
