import { createHash } from 'node:crypto'
import type { Uuid } from '../world/model.ts'
import type { Instant } from '../world/time.ts'
import type { Subject } from './events.ts'

export type Hook = {
  readonly uuid: Uuid
  readonly subject: { readonly kind: Subject; readonly uuid: Uuid }
  readonly url: string
  readonly description: string
  readonly active: boolean
  readonly events: readonly string[]
  readonly secret: string | null
  readonly skipCertVerification: boolean
  readonly createdAt: Instant
}

export type HookEdit = Omit<Hook, 'uuid' | 'subject' | 'createdAt'>

export type HookStore = {
  create(subject: Hook['subject'], edit: HookEdit, at: Instant): Hook
  update(uuid: Uuid, edit: HookEdit): Hook | undefined
  remove(uuid: Uuid): boolean
  find(uuid: Uuid): Hook | undefined
  of(subject: Uuid): readonly Hook[]
  // Active hooks of a repository and of its workspace that want the event.
  wanting(event: string, repository: Uuid | null, workspace: Uuid): readonly Hook[]
  all(): readonly Hook[]
}

function uuidFrom(text: string): Uuid {
  const hex = createHash('md5').update(text).digest('hex')
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20),
  ]
  return `{${parts.join('-')}}`
}

export function createHookStore(seed: number): HookStore {
  const hooks = new Map<Uuid, Hook>()
  let made = 0
  const all = () => [...hooks.values()]
  return {
    create(subject, edit, at) {
      made += 1
      const hook = { ...edit, uuid: uuidFrom(`hook ${seed} ${made}`), subject, createdAt: at }
      hooks.set(hook.uuid, hook)
      return hook
    },
    update(uuid, edit) {
      const known = hooks.get(uuid)
      if (!known) return undefined
      const hook = { ...known, ...edit }
      hooks.set(uuid, hook)
      return hook
    },
    remove: (uuid) => hooks.delete(uuid),
    find: (uuid) => hooks.get(uuid),
    of: (subject) => all().filter((hook) => hook.subject.uuid === subject),
    wanting: (event, repository, workspace) =>
      all().filter(
        (hook) =>
          hook.active &&
          hook.events.includes(event) &&
          (hook.subject.uuid === repository || hook.subject.uuid === workspace),
      ),
    all,
  }
}
