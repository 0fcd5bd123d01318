import { bytes, json } from '../http/answer.ts'
import { ranged } from '../http/range.ts'
import { exportOracle, oracleEntities } from '../oracle/export.ts'
import { floor } from '../oracle/floor.ts'
import type { Simulation } from '../simulation.ts'
import type { WorldSummary } from '../world/summary.ts'
import { parseInstant } from '../world/time.ts'
import { bodyOf, type Control, type ControlRoute, problem } from './control.ts'

// `workspace/slug` stands for the repository's uuid, so that a move can be typed by hand.
function argument(value: unknown, { world }: Simulation): unknown {
  if (typeof value !== 'string' || !/^[\w.-]+\/[\w.-]+$/.test(value)) return value
  const [workspace = '', slug = ''] = value.split('/')
  return world.findRepository(workspace, slug)?.repository.uuid ?? value
}

function play(simulation: Simulation, verb: string, values: readonly unknown[]): unknown {
  const verbs: Readonly<Record<string, unknown>> = { ...simulation.world.mutate }
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (typeof run !== 'function')
    throw problem(400, `there is no verb ${verb}; verbs are ${Object.keys(verbs).join(', ')}`)
  return (
    Reflect.apply(
      run,
      simulation.world.mutate,
      values.map((value) => argument(value, simulation)),
    ) ?? null
  )
}

const mostMoves = 10_000

function move(control: Control) {
  const { verb, arguments: values, moves, seed } = bodyOf(control)
  const { simulation } = control
  if (typeof verb === 'string') {
    if (values !== undefined && !Array.isArray(values)) throw problem(400, 'arguments is a list')
    return json(200, { verb, result: play(simulation, verb, values ?? []) })
  }
  if (!Number.isInteger(moves) || Number(moves) < 1 || Number(moves) > mostMoves)
    throw problem(400, `say {"moves": 1…${mostMoves}} or {"verb": …, "arguments": […]}`)
  const changes = simulation.world.move(
    Number(moves),
    typeof seed === 'number' ? seed : simulation.world.seed,
  )
  return json(200, { changes })
}

// JSON.stringify would read the shares, which are measured over generated content: seconds in a large world.
function figuresOf(summary: WorldSummary, measured: boolean): Partial<WorldSummary> {
  const names = Object.keys(summary).filter((name) => measured || name !== 'shares')
  return Object.fromEntries(names.map((name) => [name, Reflect.get(summary, name)]))
}

function worldShown({ simulation, query }: Control) {
  const { world, cloud } = simulation
  return json(200, {
    summary: figuresOf(world.summary(), query.has('shares')),
    today: cloud.today(),
    verbs: Object.keys(world.mutate),
    workspaces: world.workspaces.map(({ slug, uuid, name }) => ({
      slug,
      uuid,
      name,
      repositories: world.repositories(uuid).length,
    })),
  })
}

// What the world itself knows of one repository, generated if need be.
function repositoryShown({ simulation, params }: Control) {
  const { world } = simulation
  const found = world.findRepository(params.workspace ?? '', params.repo_slug ?? '')
  if (!found) throw problem(404, `there is no repository ${params.workspace}/${params.repo_slug}`)
  const { repository } = found
  const content = world.content(repository.uuid)
  return json(200, {
    repository,
    commits: repository.counts.commits,
    branches: content.branches.length,
    tags: content.tags.length,
    pullRequests: content.pullRequests.length,
    activity: content.activity().length,
    pipelines: content.pipelines.length,
    deployments: content.deployments.length,
  })
}

// Where logs of ended steps lie: an address that needs no credentials, as those of real storage are signed.
function storedLog({ simulation, params, range }: Control) {
  const repository = simulation.world.repository(params.repository ?? '')
  const log = repository && simulation.world.content(repository.uuid).stepLog(params.step_uuid ?? '')
  if (log === undefined) throw problem(404, 'there is no such log')
  return ranged(Buffer.from(log), range)
}

function floorShown({ simulation, query }: Control) {
  const switches = ['steps', 'deep', 'metadataOnly'] as const
  const on = Object.fromEntries(switches.filter((name) => query.has(name)).map((name) => [name, true]))
  const since = query.get('since')
  const start = since === null ? {} : { since: parseInstant(since) }
  if (Number.isNaN(start.since)) throw problem(400, 'since is a date such as 2026-05-21')
  return json(200, floor(simulation.world, { ...on, ...start }))
}

function oracle({ simulation, params }: Control) {
  const entity = oracleEntities.find((one) => one === params.entity)
  if (!entity) throw problem(404, `the oracle knows ${oracleEntities.join(', ')}`)
  return { ...bytes(200, 'application/x-ndjson', ''), rest: lines(exportOracle(simulation.world, entity)) }
}

function* lines(texts: Iterable<string>): Generator<string> {
  for (const text of texts) yield `${text}\n`
}

export const worldRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    template: '/_sim/world',
    doc: 'the world in figures, and its verbs; ?shares measures how pull requests end',
    handle: worldShown,
  },
  {
    method: 'POST',
    template: '/_sim/world',
    doc: 'makes it move: {moves, seed?} or {verb, arguments}',
    handle: move,
  },
  {
    method: 'GET',
    template: '/_sim/world/{workspace}/{repo_slug}',
    doc: 'one repository in figures',
    handle: repositoryShown,
  },
  {
    method: 'GET',
    template: '/_storage/logs/{repository}/{pipeline_uuid}/{step_uuid}',
    doc: 'the log of a step that has ended',
    handle: storedLog,
  },
  {
    method: 'GET',
    template: '/_sim/floor',
    doc: 'the fewest requests a full sync of this world can cost: ?since ?steps ?deep ?metadataOnly',
    handle: floorShown,
  },
  {
    method: 'GET',
    template: '/_sim/oracle',
    doc: 'what the oracle knows',
    handle: () => json(200, { entities: oracleEntities }),
  },
  {
    method: 'GET',
    template: '/_sim/oracle/{entity}',
    doc: 'one entity as canonical JSON lines',
    handle: oracle,
  },
]
