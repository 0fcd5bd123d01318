import { Agent, get } from 'node:http'
import type { Bench, Figure } from './figure.ts'
import { type Program, residentMegabytes, startProgram, stopProgram } from './parts/program.ts'

const pageFields = encodeURIComponent('+values.participants,+values.reviewers')
const clients = 8
const measuredMs = 4_000
// Enough to meet large and small ones; each has to be generated, which is most of this benchmark's time.
const touched = 40
// A repository is touched first only once a start, for some tens of milliseconds: what else the machine does in them
// would be measured too. The best of a few starts leaves that out.
const starts = 3

type Drain = (path: string) => Promise<number>

// Only counts the bytes: a client that parsed them would be the bottleneck.
function drain(url: string, token: string, agent: Agent): Drain {
  return (path) =>
    new Promise((resolve, reject) => {
      const request = get(
        `${url}/2.0${path}`,
        { agent, headers: { Authorization: `Bearer ${token}` } },
        (answer) => {
          let bytes = 0
          answer.on('data', (chunk: Buffer) => {
            bytes += chunk.length
          })
          answer.on('end', () =>
            answer.statusCode === 200 ? resolve(bytes) : reject(new Error(`${answer.statusCode} ${path}`)),
          )
        },
      )
      request.on('error', reject)
    })
}

type Place = { readonly path: string; readonly pullRequests: number }

async function json(url: string, token: string): Promise<Record<string, unknown>> {
  const answer = await fetch(url, { headers: { Authorization: `Bearer ${token}` } })
  return (await answer.json()) as Record<string, unknown>
}

async function tokenOf(url: string): Promise<{ token: string; workspace: string }> {
  const { credentials } = await json(`${url}/_sim/credentials`, '')
  const [first] = credentials as { secret: string; workspace: string }[]
  return { token: first?.secret ?? '', workspace: first?.workspace ?? '' }
}

// Repositories whose pull requests fill pages of fifty, at most `most` of them.
async function places(url: string, most: number): Promise<readonly Place[]> {
  const { token, workspace } = await tokenOf(url)
  const found: Place[] = []
  const { values } = await json(`${url}/2.0/repositories/${workspace}?pagelen=100`, token)
  for (const { full_name } of values as { full_name: string }[]) {
    const path = `/repositories/${full_name}/pullrequests?q=id%3E0&pagelen=50`
    const { size } = await json(`${url}/2.0${path}&fields=size`, token)
    if (Number(size) >= 50) found.push({ path, pullRequests: Number(size) })
    if (found.length === most) break
  }
  return found
}

async function pagesPerSecond(one: Program): Promise<number> {
  const { token } = await tokenOf(one.url)
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const fetchPage = drain(one.url, token, agent)
  const paths = (await places(one.url, 10)).flatMap(({ path, pullRequests }) =>
    Array.from(
      { length: Math.floor(pullRequests / 50) },
      (_, at) => `${path}&fields=${pageFields}&page=${at + 1}`,
    ),
  )
  for (const path of paths) await fetchPage(path)
  const ends = performance.now() + measuredMs
  let pages = 0
  async function worker(from: number): Promise<void> {
    for (let at = from; performance.now() < ends; at += clients) {
      await fetchPage(paths[at % paths.length] ?? '')
      pages += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, at) => worker(at)))
  agent.destroy()
  return pages / (measuredMs / 1000)
}

function percentile(times: readonly number[], share: number): number {
  return times.toSorted((left, right) => left - right)[Math.floor(times.length * share)] ?? 0
}

// First touch of a repository generates it; afterwards a page is only looked up and put together.
async function touches(one: Program, most: number): Promise<{ cold: Map<string, number>; warmMs: number }> {
  const { token, workspace } = await tokenOf(one.url)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const fetchPage = drain(one.url, token, agent)
  const { values } = await json(`${one.url}/2.0/repositories/${workspace}?pagelen=${most}`, token)
  const cold = new Map<string, number>()
  const warm: number[] = []
  for (const { full_name } of values as { full_name: string }[]) {
    const path = `/repositories/${full_name}/commits?pagelen=100`
    const started = performance.now()
    const answered = await fetchPage(path).catch(() => undefined)
    if (answered === undefined) continue
    const touched = performance.now() - started
    const commits = await commitsOf(one.url, full_name)
    if (commits >= 100) cold.set(full_name, (touched / commits) * 1000)
    for (let at = 0; at < 5; at += 1) {
      const again = performance.now()
      await fetchPage(`/repositories/${full_name}/pullrequests?q=id%3E0&pagelen=50`)
      if (at > 0) warm.push(performance.now() - again)
    }
  }
  agent.destroy()
  return { cold, warmMs: percentile(warm, 0.95) }
}

async function commitsOf(url: string, fullName: string): Promise<number> {
  const { commits } = await json(`${url}/_sim/world/${fullName}`, '')
  return Number(commits ?? 0)
}

const lower = (name: string, value: number, unit: string, goal: number): Figure => ({
  name,
  value: Math.round(value * 10) / 10,
  unit,
  goal,
  better: 'lower',
})

async function run(): Promise<Figure[]> {
  const figures: Figure[] = []
  const small = await startProgram('S')
  figures.push(lower('world S ready', small.readyMs / 1000, 's', 3))
  const pages = await pagesPerSecond(small)
  figures.push({
    name: 'pull-request pages of 50',
    value: Math.round(pages),
    unit: 'pages/s',
    goal: 200,
    better: 'higher',
  })
  figures.push(lower('world S resident', residentMegabytes(small), 'MB', 300))
  await stopProgram(small)

  const medium = await startProgram('M')
  figures.push(lower('world M ready', medium.readyMs / 1000, 's', 20))
  await touches(medium, touched)
  figures.push(
    lower(`world M resident, ${touched} repositories touched`, residentMegabytes(medium), 'MB', 1_024),
  )
  await stopProgram(medium)

  const large = await startProgram('L')
  figures.push(lower('world L ready', large.readyMs / 1000, 's', 5))
  const { cold, warmMs } = await touches(large, touched)
  figures.push(lower('world L warm page, 95th percentile', warmMs, 'ms', 20))
  figures.push(
    lower(`world L resident, ${touched} repositories touched`, residentMegabytes(large), 'MB', 1_536),
  )
  await stopProgram(large)
  for (let start = 1; start < starts; start += 1) {
    const again = await startProgram('L')
    const { cold: second } = await touches(again, touched)
    for (const [name, took] of second) cold.set(name, Math.min(took, cold.get(name) ?? took))
    await stopProgram(again)
  }
  const name = `world L first touch per 1,000 commits, best of ${starts} starts`
  figures.push(lower(name, percentile([...cold.values()], 0.5), 'ms', 100))
  return figures
}

export const bench: Bench = {
  name: 'simulator',
  doc: 'pages served per second, how soon each world is ready, and what it keeps in memory',
  run,
}
