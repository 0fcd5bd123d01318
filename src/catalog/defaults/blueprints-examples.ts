import type { Definition } from '../blueprints/blueprint.ts'

const path = { type: 'string', title: 'Path' } as const
const relations = {
  repository: { title: 'Repository', target: 'repository', required: false, many: false },
} as const

/** For the worked examples of folders and files; made when somebody wants them. */
export const exampleBlueprints: readonly Definition[] = [
  {
    identifier: 'folder',
    title: 'Folder',
    description: 'A folder of the main branch of a repository.',
    schema: { properties: { path }, required: [] },
    relations,
  },
  {
    identifier: 'package',
    title: 'Package',
    description: 'A package, by its manifest in a repository.',
    schema: {
      properties: {
        path,
        version: { type: 'string', title: 'Version' },
        dependencies: { type: 'array', title: 'Depends on', items: { type: 'string' } },
      },
      required: [],
    },
    relations,
  },
]
