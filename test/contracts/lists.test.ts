import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contract } from '../../src/api/contract/index.ts'
import { root } from './source.ts'

/** A folder, the list that must name each of its files, and the files that are not entries of the list. */
const lists: readonly { folder: string; list: string; besides: readonly string[] }[] = [
  {
    folder: 'src/api/contract',
    list: 'src/api/contract/index.ts',
    besides: [
      'index.ts',
      'blueprint-shapes.ts',
      'client.ts',
      'connection-shapes.ts',
      'discovery-shapes.ts',
      'entity-shapes.ts',
      'mapping-shapes.ts',
      'page.ts',
      'resource.ts',
    ],
  },
  { folder: 'src/api/routes', list: 'src/api/routes/index.ts', besides: ['index.ts', 'route.ts'] },
  { folder: 'src/cli/commands', list: 'src/cli/index.ts', besides: [] },
  { folder: 'src/jobs/tasks', list: 'src/jobs/index.ts', besides: [] },
  {
    folder: 'src/connectors/bitbucket-cloud',
    list: 'src/connectors/bitbucket-cloud/index.ts',
    besides: ['index.ts', 'shape.ts', 'commit.ts', 'pull-request-comment.ts'],
  },
]

describe('lists', () => {
  it.each(lists)('$list names every file of $folder', ({ folder, list, besides }) => {
    const text = readFileSync(join(root, list), 'utf8')
    const files = readdirSync(join(root, folder)).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !besides.includes(name),
    )
    expect(files.length).toBeGreaterThan(0)
    expect(files.filter((name) => !text.includes(`/${name}'`))).toEqual([])
  })

  it.each(lists.map(({ list }) => list))('%s is a list and nothing else', (list) => {
    const text = readFileSync(join(root, list), 'utf8')
    expect(text).not.toMatch(/\bfunction\b|=>|\bif\b|\bfor\b/)
  })
})

describe('the contract', () => {
  const endpoints = Object.values(contract).flatMap((resource) =>
    Object.entries(resource.endpoints).map(([name, endpoint]) => ({
      id: `${resource.name}.${name}`,
      endpoint,
    })),
  )

  it('says of every endpoint what it does and who may call it', () => {
    const silent = endpoints.filter(({ endpoint }) => endpoint.doc.length < 5 || !endpoint.access)
    expect(silent.map(({ id }) => id)).toEqual([])
  })

  it('audits every endpoint that changes something', () => {
    const unaudited = endpoints.filter(({ endpoint }) => endpoint.method !== 'GET' && !('audit' in endpoint))
    expect(unaudited.map(({ id }) => id)).toEqual([])
  })

  it('has one endpoint for each method and path', () => {
    const keys = endpoints.map(
      ({ endpoint }) => `${endpoint.method} ${endpoint.path.replace(/\{\w+\}/g, '{}')}`,
    )
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  })

  it('refuses unknown fields in every body', () => {
    const open = endpoints.filter(
      ({ endpoint }) => 'body' in endpoint && endpoint.body.additionalProperties !== false,
    )
    expect(open.map(({ id }) => id)).toEqual([])
  })
})
