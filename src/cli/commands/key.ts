import { KeyRing } from '../../connections/key-ring.ts'
import { forgetLostKeys, keyRingStatus, rotateSecrets } from '../../connections/rotation.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { commandLine, record } from '../../people/audit.ts'
import { type Context, defineCommand } from '../command.ts'
import { table } from '../out.ts'

export const keyStatus = defineCommand({
  name: 'key status',
  doc: 'Says which key seals stored secrets, how many each key holds, and whether one is lost.',
  examples: [{ line: 'windlass key status', doc: 'Ends with 7 when a key is lost.' }],
  async run(context) {
    const { kysely, ring } = await open(context)
    const status = await keyRingStatus(kysely, ring)
    const source = status.source === 'file' ? `the key file ${ring.path}` : 'WINDLASS_KEY'
    context.out.result(status, () => {
      const rows = status.keys.map((key) => [
        key.id,
        key.present ? (key.seals ? 'seals' : 'opens') : 'lost',
        String(key.secrets),
      ])
      return `Keys from ${source}.\n${table(['Key', 'State', 'Secrets'], rows)}`
    })
    if (status.state === 'ready') return 0
    context.out.note(
      'A key is lost. Start with the key this installation had; when it is gone, windlass key forget.',
    )
    return 7
  },
})

export const keyRotate = defineCommand({
  name: 'key rotate',
  doc: 'Seals every secret anew with the first key; a key file gets a new first key. Windlass may go on running.',
  examples: [{ line: 'windlass key rotate', doc: 'When somebody may have read the key.' }],
  async run(context) {
    const { kysely, ring } = await open(context)
    const rotation = await rotateSecrets(kysely, ring)
    const { key, resealed, unreadable } = rotation
    await recordHere(kysely, 'key_ring.rotate', key, { resealed, unreadable })
    context.out.result(rotation, () => `Sealed anew: ${resealed}. The key is now ${key}.`)
    if (unreadable > 0) context.out.note(`Secrets that do not open and were left as they are: ${unreadable}.`)
    return unreadable > 0 ? 1 : 0
  },
})

export const keyForget = defineCommand({
  name: 'key forget',
  doc: 'Gives up the secrets whose key is lost for good, so that they can be entered again.',
  examples: [{ line: 'windlass key forget --yes', doc: 'Cannot be undone.' }],
  options: { yes: { doc: 'confirm that the key is gone' } },
  async run(context, { yes }) {
    const { kysely, ring } = await open(context)
    if (!yes) {
      const { keys } = await keyRingStatus(kysely, ring)
      const lost = keys.filter((key) => !key.present).reduce((sum, key) => sum + key.secrets, 0)
      throw new Failure('invalid_input', {
        detail: `This removes ${lost} secrets for good: confirm with --yes.`,
      })
    }
    const forgotten = await forgetLostKeys(kysely, ring)
    const key = ring.first.id
    await recordHere(kysely, 'key_ring.forget', key, { forgotten })
    context.out.result({ forgotten, key }, () => `Forgotten: ${forgotten}. The key is ${key}.`)
    return undefined
  },
})

/** The ring as it is: unlike a start, a command never makes the key file, which would belong to whoever typed it. */
async function open({ config, openDatabase }: Context): Promise<{ kysely: Db; ring: KeyRing }> {
  const { kysely } = await openDatabase()
  const ring = new KeyRing(config)
  await ring.reload()
  return { kysely, ring }
}

function recordHere(db: Db, action: string, key: string, after: unknown): Promise<void> {
  const subject = { kind: 'key_ring', id: key, name: key }
  return record(db, { actor: commandLine, action, subject, after, outcome: 'done' })
}
