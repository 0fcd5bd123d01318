import type { Db } from '../db/pool.ts'
import { type Feature, features } from '../features.ts'

/** The setting that names the areas switched off; an area it does not name is on, a new one too. */
const featuresOffSetting = 'features_off'

export async function featuresOff(db: Db): Promise<ReadonlySet<Feature>> {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', featuresOffSetting)
    .executeTakeFirst()
  return readFeaturesOff(row?.value)
}

/** Names that this version does not know are left out: a downgrade must not fail on them. */
export function readFeaturesOff(value: unknown): ReadonlySet<Feature> {
  const names: readonly unknown[] = Array.isArray(value) ? value : []
  return new Set(features.map((feature) => feature.name).filter((name) => names.includes(name)))
}

/** Switches an area; says whether it was on before. Two people switching at once do not undo each other. */
export async function switchFeature(tx: Db, name: Feature, on: boolean): Promise<{ before: boolean }> {
  await tx
    .insertInto('settings')
    .values({ key: featuresOffSetting, value: '[]' })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  const row = await tx
    .selectFrom('settings')
    .select('value')
    .where('key', '=', featuresOffSetting)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const off = new Set(readFeaturesOff(row.value))
  const before = !off.has(name)
  if (on) off.delete(name)
  else off.add(name)
  await tx
    .updateTable('settings')
    .set((eb) => ({
      value: JSON.stringify([...off]),
      version: eb('version', '+', 1),
      changed_at: eb.fn<Date>('now'),
    }))
    .where('key', '=', featuresOffSetting)
    .execute()
  return { before }
}
