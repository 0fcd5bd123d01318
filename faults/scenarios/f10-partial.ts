import type { Effect } from '../../simulator/faults/rule.ts'
import { struckBy } from '../parts/disturbed.ts'
import type { House } from '../parts/house.ts'
import { aWeekPasses, syncInPeace } from '../parts/sync.ts'
import { demandRecovery, demandTruth } from '../parts/verdict.ts'
import type { Scenario } from '../scenario.ts'

const lists: readonly (readonly [string, string])[] = [
  ['repositories', '/repositories/*'],
  ['projects', '/workspaces/*/projects*'],
  ['members', '/workspaces/*/members*'],
  ['branch restrictions', '/repositories/*/*/branch-restrictions*'],
  ['environments', '/repositories/*/*/environments*'],
]

const faults: readonly (readonly [string, Effect])[] = [
  ['empty', { kind: 'page', how: 'empty' }],
  ['half', { kind: 'page', how: 'partial' }],
  ['forbidden', { kind: 'answer', status: 403 }],
]

/** What was known stays known, whatever a list says once; between two of them it is told as it is. */
async function lacking(house: House, path: string, chosen: typeof faults): Promise<number> {
  const site = await house.open()
  try {
    await syncInPeace(site)
    const { faults: rules } = site.simulator.simulation
    for (const [note, effect] of chosen) {
      await aWeekPasses(site)
      rules.add([{ note, match: { path }, effect }])
      await syncInPeace(site)
      struckBy(site)
      await demandTruth(site)
      await demandRecovery(site)
    }
    return chosen.length
  } finally {
    await site.close()
  }
}

export const scenario: Scenario = {
  id: 'F10',
  name: 'partial',
  doc: 'lists are empty, half or forbidden: nothing that is known is taken away',
  trials: (mode) =>
    (mode === 'all' ? lists : lists.slice(0, 1)).map(([title, path]) => ({
      title: `${title} ${mode === 'all' ? 'empty, half and forbidden' : 'empty'}`,
      run: (house) => lacking(house, path, mode === 'all' ? faults : faults.slice(0, 1)),
    })),
}
