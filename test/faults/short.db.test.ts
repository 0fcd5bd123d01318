import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse } from '../../faults/parts/house.ts'
import { loadScenarios } from '../../faults/scenarios.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house?.close())

const short = (await loadScenarios()).filter((scenario) => scenario.trials('short').length > 0)

describe.each(short)('$id: $doc', (scenario) => {
  it.each(scenario.trials('short').map((trial) => [trial.title, trial] as const))('%s', async (_, trial) => {
    expect(await trial.run(house)).toBeGreaterThan(0)
  })
})
