import { describe, expect, it } from 'vitest'
import type { Place } from '../../sync/stream.ts'
import { bitbucketCloud } from './index.ts'

const place: Place = {
  workspace: { uuid: '11111111-1111-4111-8111-111111111111', slug: 'acme' },
  repository: { uuid: '22222222-2222-4222-8222-222222222222', slug: 'shop' },
  parent: '7',
  since: '2026-01-01T00:00:00.000000Z',
}

const windows = [
  { from: null, to: null },
  { from: '2026-05-01T00:00:00.000000Z', to: null },
  { from: null, to: '2026-05-01T00:00:00.000000Z' },
]

/** Every way in which a stream asks Bitbucket. */
const asked = bitbucketCloud.streams.flatMap((stream) =>
  windows.map((window) => ({ name: stream.name, ...stream.request(place, window) })),
)

const listsOf = (pattern: RegExp) => asked.filter(({ path }) => pattern.test(path))
const textOf = (value: string | readonly string[] | undefined) =>
  typeof value === 'string' ? value : (value ?? []).join(' ')

describe('what is asked of Bitbucket Cloud', () => {
  it('asks for as much as a page may hold, and for no more', () => {
    const sizes = asked.filter(({ query }) => query?.pagelen !== undefined)
    expect(sizes.length).toBeGreaterThan(20)
    for (const { path, query } of sizes) {
      expect(`${path} ${query?.pagelen}`).toBe(
        `${path} ${/\/pullrequests(\/activity|\/7|\/7\/activity)?$/.test(path) ? 50 : 100}`,
      )
    }
  })

  it('stays within one workspace, but for a single account: what reads across workspaces is gone', () => {
    for (const { path } of asked)
      expect(path).toMatch(/^\/((repositories|workspaces)\/%7B1111|users\/%7B7%7D$)/)
  })

  it('never searches code, which has neither an order nor an end', () => {
    expect(asked.filter(({ path }) => path.includes('/search'))).toEqual([])
  })

  it('writes the slash at the end without which pipelines, deployments and environments are not found', () => {
    const lists = listsOf(/(pipelines|deployments|environments)\/?$/)
    expect(lists.length).toBeGreaterThan(0)
    for (const { path } of lists) expect(path).toMatch(/\/$/)
  })

  it('filters and sorts only where Bitbucket does, and by nothing that it fails over', () => {
    const filtering = new Set(asked.filter(({ query }) => query?.q !== undefined).map(({ name }) => name))
    // Activity, commits, pipelines and deployments ignore a filter, and would answer with everything.
    for (const name of filtering) expect(name).not.toMatch(/activity|history|commits|pipelines|deployments/)
    expect(filtering.size).toBeGreaterThan(0)
    for (const { query } of asked) expect(textOf(query?.q)).not.toContain('closed_on')
    for (const { query } of listsOf(/deployments/)) expect(query?.sort).not.toBe('created_on')
    // Several states in an address of their own together with an order have failed on large repositories.
    for (const { query } of listsOf(/pullrequests$/)) expect(query?.state).toBeUndefined()
  })

  it('adds fields to the usual ones, so that the link to the next page is never left out', () => {
    const chosen = asked.filter(({ query }) => query?.fields !== undefined)
    expect(chosen.length).toBeGreaterThan(0)
    // A record by itself has no list around it.
    for (const { name: stream, query } of chosen)
      for (const name of textOf(query?.fields).split(','))
        expect(name).toMatch(stream === 'pull_request_details' ? /^\+[a-z_]+$/ : /^\+values\./)
  })

  it('takes nothing of a list by number, which shifts while things come and go', () => {
    for (const { query } of asked) expect(query?.page).toBeUndefined()
  })
})
