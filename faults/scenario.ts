import type { House } from './parts/house.ts'

/** `short` is the part of it that runs with every test; `all` is what the scenario promises. */
export type Mode = 'all' | 'short'

export interface Scenario {
  /** As the list of faults names it, such as F1. */
  readonly id: string
  readonly name: string
  readonly doc: string
  trials(mode: Mode): readonly Trial[]
}

/** One installation that is disturbed, mended and compared. */
export interface Trial {
  readonly title: string
  /** Answers how many faults struck; throws when something did not hold, or `Skipped` when it cannot be tried here. */
  run(house: House): Promise<number>
}

/** What this machine cannot do, with the reason. */
export class Skipped extends Error {}

/** What was to hold and did not. */
export class Broken extends Error {}

export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Broken(otherwise)
}

/** `count` whole numbers from 1 to `last`, evenly apart; all of them when there are no more. */
export function spread(count: number, last: number): number[] {
  const wanted = Math.min(count, last)
  return Array.from({ length: wanted }, (_, index) => 1 + Math.floor((index * last) / wanted))
}
