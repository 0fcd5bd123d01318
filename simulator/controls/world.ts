import { bytes, json } from '../http/answer.ts'
import { exportOracle, oracleEntities } from '../oracle/export.ts'
import { floor } from '../oracle/floor.ts'
import type { Simulation } from '../simulation.ts'
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

function worldShown({ simulation }: Control) {
  const { world, cloud } = simulation
  return json(200, {
    summary: world.summary(),
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

function floorShown({ simulation, query }: Control) {
  const switches = ['steps', 'deep', 'metadataOnly'] as const
  const on = Object.fromEntries(switches.filter((name) => query.has(name)).map((name) => [name, true]))
  return json(200, floor(simulation.world, on))
}

function oracle({ simulation, params }: Control) {
  const entity = oracleEntities.find((one) => one === params.entity)
  if (!entity) throw problem(404, `the oracle knows ${oracleEntities.join(', ')}`)
  const lines = [...exportOracle(simulation.world, entity)]
  return bytes(200, 'application/x-ndjson', lines.map((line) => `${line}\n`).join(''))
}

export const worldRoutes: readonly ControlRoute[] = [
  { method: 'GET', template: '/_sim/world', doc: 'the world in figures, and its verbs', handle: worldShown },
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
    template: '/_sim/floor',
    doc: 'the fewest requests a full sync of this world can cost: ?steps ?deep ?metadataOnly',
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
