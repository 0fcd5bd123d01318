import { afterEach, describe, expect, it } from 'vitest'
import type { RuleInput } from '../../simulator/faults/rule.ts'
import { compared, compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
afterEach(() => stage?.close())

/** The access tokens of a workspace have no scope for issues. */
const entities = compared.filter((entity) => !entity.startsWith('issue'))

async function differences(): Promise<string> {
  const { database, simulator } = stage
  const found = await compareWithOracle(database.kysely, simulator.world, { sourceAccess: 'none', entities })
  // Nothing but `fields` brings these two.
  const shown = found.filter(({ fields }) => !Object.keys(fields).every((name) => isOfFields(name)))
  return describeDifferences(isWithoutFields ? shown : found)
}
const isOfFields = (name: string) => name === 'deployer' || name === 'closed_on'
let isWithoutFields = false

async function capabilities(): Promise<Readonly<Record<string, boolean>>> {
  const { rows } = await stage.database.pool.query(`select name, bool_or(value::boolean) as offered
    from capabilities group by name`)
  return Object.fromEntries(rows.map(({ name, offered }) => [name, offered]))
}

const holes: RuleInput = {
  match: { path: '/repositories/{workspace}/{repo_slug}/pullrequests/activity' },
  effect: { kind: 'page', how: 'holes' },
}

describe('a Bitbucket that', () => {
  it('has no feed of activity is read pull request by pull request', async () => {
    isWithoutFields = false
    stage = await openStage()
    stage.simulator.simulation.cloud.settings.repositoryActivity = 'off'
    await stage.sync()
    expect(await differences()).toBe('')
    expect(await capabilities()).toMatchObject({ repository_activity: false })
    const asked = Object.entries(stage.requests()).filter(([name]) => name.endsWith('/pullrequests/activity'))
    expect(asked[0]?.[1]).toBeLessThanOrEqual(4 * stage.connections.length)
    stage.simulator.world.move(60, 3)
    await stage.sync()
    expect(await differences()).toBe('')
  })

  it('has holes in its feed of activity is not trusted', async () => {
    isWithoutFields = false
    stage = await openStage({ faults: [holes] })
    await stage.sync()
    expect(await capabilities()).toMatchObject({ repository_activity: false })
    await stage.sync()
    expect(await differences()).toBe('')
  })

  it('cannot say its feed of activity today is not asked for each pull request instead', async () => {
    isWithoutFields = false
    stage = await openStage({ faults: [{ ...holes, effect: { kind: 'answer', status: 500 } }] })
    await stage.sync()
    expect(await capabilities()).not.toMatchObject({ repository_activity: false })
    const ofEach = Object.keys(stage.requests()).filter((name) => name.endsWith('{pull_request_id}/activity'))
    expect(ofEach).toEqual([])
    stage.simulator.simulation.faults.clear()
    await stage.database.pool.query('update gaps set next_at = now()')
    await stage.sync()
    expect(await differences()).toBe('')
  })

  it('denies its feed of activity once is not asked for each pull request instead', async () => {
    isWithoutFields = false
    const rule = { ...holes, match: { ...holes.match, times: 1 }, effect: { kind: 'answer', status: 404 } }
    stage = await openStage({ faults: [rule as RuleInput] })
    await stage.sync()
    const { rows } = await stage.database.pool.query(`select stream, reason from gaps where status = 404`)
    expect(rows).toEqual([{ stream: 'pull_request_activity', reason: 'source_missing' }])
    await stage.database.pool.query('update gaps set next_at = now()')
    await stage.sync()
    expect(await differences()).toBe('')
    expect(await capabilities()).toMatchObject({ repository_activity: true })
    const ofEach = Object.keys(stage.requests()).filter((name) => name.endsWith('{pull_request_id}/activity'))
    expect(ofEach).toEqual([])
  })

  it('says of one repository that it is not there has its feed of activity for all others', async () => {
    isWithoutFields = false
    stage = await openStage()
    const { world, simulation } = stage.simulator
    const [workspace] = world.workspaces
    const lost = world.repositories(workspace?.uuid ?? '').find(({ isForbidden }) => !isForbidden)
    const path = `/2.0/repositories/*/*${lost?.uuid.replace(/[{}]/g, '')}*/pullrequests`
    const effect = { kind: 'answer', status: 404 } as const
    simulation.faults.add([
      { match: { path }, effect },
      { match: { path: `${path}/activity` }, effect },
    ])
    await stage.sync()
    const missing = stage.simulator.ledger.entries().filter(({ status }) => status === 404)
    const asked = new Set(missing.map(({ template }) => template.split('/').at(-1)))
    expect(asked).toContain('activity')
    expect(asked).toContain('pullrequests')
    expect(await capabilities()).toMatchObject({ repository_activity: true })
    const ofEach = Object.keys(stage.requests()).filter((name) => name.endsWith('{pull_request_id}/activity'))
    expect(ofEach).toEqual([])
    simulation.faults.clear()
    await stage.database.pool.query('update gaps set next_at = now()')
    await stage.sync()
    expect(await differences()).toBe('')
  })

  it('ignores `fields` loses no reviewers', async () => {
    isWithoutFields = true
    stage = await openStage({ faults: [{ effect: { kind: 'fields-ignored' } }] })
    await stage.sync()
    expect(await capabilities()).toMatchObject({ fields: false })
    expect(await differences()).toBe('')
  })

  it('hides its limits is read all the same, and what it does otherwise is known', async () => {
    isWithoutFields = false
    stage = await openStage({ faults: [{ effect: { kind: 'headers-hidden' } }] })
    await stage.sync()
    expect(await capabilities()).toMatchObject({
      limit_headers: false,
      fields: true,
      repository_activity: true,
    })
    expect(await differences()).toBe('')
  })

  it('has a clock that is hours off changes nothing', async () => {
    isWithoutFields = false
    stage = await openStage({ faults: [{ effect: { kind: 'clock-skew', seconds: -7200 } }] })
    await stage.sync()
    expect(await differences()).toBe('')
  })

  it('lacks all of it at once is read as well', async () => {
    isWithoutFields = true
    stage = await openStage({
      faults: [
        { effect: { kind: 'fields-ignored' } },
        { effect: { kind: 'headers-hidden' } },
        { effect: { kind: 'clock-skew', seconds: 7200 } },
      ],
    })
    stage.simulator.simulation.cloud.settings.repositoryActivity = 'off'
    await stage.sync()
    stage.simulator.world.move(60, 4)
    // What nobody pushed is looked for once a day.
    await stage.database.pool.query(`update cursors set complete_at = complete_at - interval '1 day'`)
    await stage.sync()
    expect(await differences()).toBe('')
  })
})
