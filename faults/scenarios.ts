import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Scenario } from './scenario.ts'

/** Every file of the folder is one scenario. */
export async function loadScenarios(): Promise<Scenario[]> {
  const folder = join(import.meta.dirname, 'scenarios')
  const scenarios: Scenario[] = []
  for (const file of readdirSync(folder).sort()) {
    const { scenario } = (await import(join(folder, file))) as { scenario: Scenario }
    scenarios.push(scenario)
  }
  return scenarios
}
