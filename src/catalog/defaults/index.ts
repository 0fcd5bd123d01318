import { port } from './port.ts'
import { windlass } from './windlass.ts'

/** Mappings to begin with. The first is the one that is taken when nobody says otherwise. */
export const templates = [
  {
    name: 'windlass',
    doc: 'Projects, repositories, pull requests and people, by what Bitbucket itself calls them.',
    text: windlass,
  },
  {
    name: 'port',
    doc: 'For the three blueprints of Port, with the lines mended that do not do what they are meant to.',
    text: port,
  },
] as const
