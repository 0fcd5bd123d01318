import type { ClosableWorld } from '../../simulator/world/world.ts'
import { peers, type Requests } from './peers.ts'

export const sum = (requests: Requests) => Object.values(requests).reduce((total, count) => total + count, 0)

/** What each template cost, beside what others would have asked there; the most expensive first. */
export function printBeside(ours: Requests, world: ClosableWorld): void {
  const columns: [string, Requests][] = [
    ['Windlass', ours],
    ...Object.entries(peers).map(([name, formula]): [string, Requests] => [name, formula(world)]),
  ]
  const templates = [...new Set(columns.flatMap(([, requests]) => Object.keys(requests)))]
  const most = (template: string) => Math.max(...columns.map(([, requests]) => requests[template] ?? 0))
  print(
    columns.map(([name]) => name),
    'template',
  )
  for (const template of templates.sort((a, b) => most(b) - most(a)))
    print(
      columns.map(([, requests]) => requests[template] ?? 0),
      template,
    )
  print(
    columns.map(([, requests]) => sum(requests)),
    'all',
  )
}

function print(cells: readonly (string | number)[], what: string): void {
  console.log(`  ${cells.map((cell) => String(cell).padStart(9)).join(' ')}  ${what}`)
}
