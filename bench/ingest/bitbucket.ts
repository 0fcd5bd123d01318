import type { Program } from '../parts/program.ts'

/** A request that reached the simulator. */
interface Asked {
  readonly template: string
  readonly class: string
}

/** What was asked of the API since, in order. */
export async function askedOfTheApi({ url }: Program): Promise<readonly Asked[]> {
  const answer = await fetch(`${url}/_sim/ledger/entries?last=200000`)
  if (!answer.ok) throw new Error(`${answer.status} from the ledger of the simulator`)
  const { entries } = (await answer.json()) as { entries: readonly Asked[] }
  return entries.filter((entry) => entry.class === 'api')
}
