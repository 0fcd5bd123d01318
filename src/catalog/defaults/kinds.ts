import type { Definition } from '../blueprints/blueprint.ts'
import type { Kind } from '../mapping/config.ts'
import { shippedBlueprints } from './blueprints.ts'
import { kindTexts } from './windlass.ts'

interface ShippedKind {
  readonly kind: Kind
  readonly doc: string
  /** A mapping of this kind alone. */
  readonly text: string
  /** The blueprint of what it makes. */
  readonly blueprint: Definition
}

/** What ships for each kind of records: ours by default, or a worked example. */
export const shippedKinds: readonly ShippedKind[] = [
  kind('project', 'project', 'A project of a workspace.'),
  kind(
    'repository',
    'repository',
    'A repository, with files of its main branch where the selector names them.',
  ),
  kind('pull-request', 'pull_request', 'A pull request of any state, with reviewers and participants.'),
  kind('folder', 'folder', 'A folder of the main branch, with its repository under .repo. A worked example.'),
  kind(
    'file',
    'package',
    'A file of the main branch, with its content where that is read. A worked example.',
  ),
  kind('user', 'person', 'A member of a workspace, under .user. This kind is ours.'),
]

function kind(kind: Kind, identifier: string, doc: string): ShippedKind {
  const blueprint = shippedBlueprints.find((one) => one.identifier === identifier)
  if (!blueprint) throw new RangeError(`no blueprint ${identifier} ships`)
  return { kind, doc, text: `resources:\n${kindTexts[kind]}`, blueprint }
}
