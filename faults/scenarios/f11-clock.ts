import { disturbedSync, syncUnderRules } from '../parts/disturbed.ts'
import type { House } from '../parts/house.ts'
import type { Scenario } from '../scenario.ts'

const clock = new URL('../preload/clock.mjs', import.meta.url).href
const hour = 3_600

/** The worker's own clock is wrong; what it does is compared, and what it stored with the right time is read again. */
function wrong(house: House, env: Readonly<Record<string, string>>): Promise<number> {
  return disturbedSync(house, {
    prepare: async () => ({ preload: [clock], env }),
    disturb: async () => 1,
  })
}

async function skewed(house: House, seconds: number): Promise<number> {
  await syncUnderRules(house, [{ note: 'skew', effect: { kind: 'clock-skew', seconds } }])
  return 1
}

const trials: readonly (readonly [string, (house: House) => Promise<number>])[] = [
  ['the source is an hour ahead', (house) => skewed(house, hour)],
  ['the source is an hour behind', (house) => skewed(house, -hour)],
  ['the worker is an hour ahead', (house) => wrong(house, { FAULT_SECONDS: String(hour) })],
  ['the worker is an hour behind', (house) => wrong(house, { FAULT_SECONDS: String(-hour) })],
  ['the clock steps back by ten minutes', (house) => wrong(house, { FAULT_BACK: '600' })],
  ['the zone has summer time in the north', (house) => wrong(house, { TZ: 'America/New_York' })],
  ['the zone has summer time in the south', (house) => wrong(house, { TZ: 'Australia/Lord_Howe' })],
]

export const scenario: Scenario = {
  id: 'F11',
  name: 'clock',
  doc: 'the clocks of the source and of the worker are wrong, step back, or have summer time',
  trials: (mode) => (mode === 'all' ? trials.map(([title, run]) => ({ title, run })) : []),
}
