import { Value } from '@sinclair/typebox/value'
import { describe, expect, it } from 'vitest'
import type { Place } from '../../sync/stream.ts'
import { bitbucketCloud } from './index.ts'

const place: Place = {
  workspace: { uuid: '11111111-1111-4111-8111-111111111111', slug: 'acme' },
  repository: { uuid: '22222222-2222-4222-8222-222222222222', slug: 'shop' },
  parent: null,
  since: null,
}
const ada = {
  uuid: '{AAAAAAAA-1111-4111-8111-111111111111}',
  type: 'user',
  display_name: 'Ada Example',
  nickname: 'ada',
  account_id: '1:a',
}
const adaRow = {
  to: 'accounts',
  uuid: 'aaaaaaaa-1111-4111-8111-111111111111',
  known: { type: 'user', display_name: 'Ada Example', nickname: 'ada', account_id: '1:a' },
}

function streamNamed(name: string) {
  const stream = bitbucketCloud.streams.find((one) => one.name === name)
  if (!stream) throw new Error(`there is no stream ${name}`)
  return stream
}

function read(name: string, item: Readonly<Record<string, unknown>>) {
  const stream = streamNamed(name)
  expect([...Value.Errors(stream.item, item)]).toEqual([])
  return {
    key: stream.key(item, place),
    rows: stream.rows(item, place),
    position: stream.position?.(item),
    owns: stream.owns?.(item, place),
  }
}

describe('the streams of Bitbucket Cloud', () => {
  it.each(bitbucketCloud.streams.map((stream) => [stream.name, stream] as const))(
    '%s says what it is, what it costs and where Atlassian documents it',
    (_, stream) => {
      expect(stream.doc.length).toBeGreaterThan(20)
      expect(stream.cost).not.toBe('')
      expect(stream.documentation).toMatch(/^https:\/\/developer\.atlassian\.com\/cloud\/bitbucket\/.+#/)
      expect(stream.tables.length).toBeGreaterThan(0)
      expect(stream.walk === 'all' || stream.position !== undefined).toBe(true)
    },
  )

  it('have names of their own', () => {
    const names = bitbucketCloud.streams.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  it('address workspace and repository by uuid, so that renamed ones answer without a redirect', () => {
    // An account lies in no workspace.
    for (const stream of bitbucketCloud.streams.filter(({ ofLeavers }) => !ofLeavers)) {
      const { path } = stream.request(place, { from: null, to: null })
      expect(path).toContain('%7B11111111-1111-4111-8111-111111111111%7D')
      if (stream.per === 'repository') expect(path).toContain('%7B22222222-2222-4222-8222-222222222222%7D')
    }
  })
})

describe('pull requests', () => {
  const base = {
    id: 7,
    title: 'Add a basket',
    state: 'OPEN',
    created_on: '2026-01-02T03:04:05.000006+00:00',
    updated_on: '2026-01-03T03:04:05.000006+00:00',
  }

  it('are asked for in every state, inside the filter that moves down by time', () => {
    const { query } = streamNamed('pull_requests').request(place, { from: '2026-01-01', to: '2026-02-01' })
    expect(query).toMatchObject({
      pagelen: '50',
      sort: '-updated_on',
      q: 'state IN ("OPEN", "MERGED", "DECLINED", "SUPERSEDED") AND updated_on >= 2026-01-01 AND updated_on <= 2026-02-01',
    })
    expect(query.fields).toContain('+values.participants')
    expect(query).not.toHaveProperty('state')
  })

  it('may have lost author, branch and source repository', () => {
    const source = { branch: { name: 'basket' }, commit: null, repository: null }
    const { rows, position } = read('pull_requests', { ...base, author: null, source, merge_commit: null })
    expect(rows.pull_requests).toMatchObject([
      { author_account_id: null, source_branch: 'basket', source_repository_uuid: null },
    ])
    expect(position).toBe(base.updated_on)
  })

  it('say nothing of reviewers when the listing left them out', () => {
    const { rows, owns } = read('pull_requests', base)
    expect(rows).not.toHaveProperty('pull_request_participants')
    expect(rows.pull_requests?.[0]).not.toHaveProperty('draft')
    expect(owns).toEqual({})
  })

  it('name reviewers who have done nothing yet, once each', () => {
    const participant = {
      user: ada,
      role: 'REVIEWER',
      approved: true,
      state: 'approved',
      participated_on: null,
    }
    const eve = { ...ada, uuid: '{bbbbbbbb-1111-4111-8111-111111111111}' }
    const { rows, owns } = read('pull_requests', {
      ...base,
      participants: [participant],
      reviewers: [ada, eve],
    })
    expect(rows.pull_request_participants).toMatchObject([
      { pull_request_id: 7, account_id: adaRow, approved: true, state: 'approved' },
      { role: 'REVIEWER', approved: false, state: null },
    ])
    expect(owns).toEqual({ pull_request_participants: { pull_request_id: 7 } })
  })
})

describe('activity', () => {
  const at = '2026-01-02T03:04:05.000006+00:00'
  const pull_request = { id: 7 }

  it('keys a comment by its number and keeps a tombstone', () => {
    const comment = {
      id: 99,
      created_on: at,
      user: ada,
      deleted: true,
      content: { raw: '' },
      parent: { id: 98 },
    }
    const { key, rows } = read('pull_request_activity', { pull_request, comment })
    expect(key).toBe('7 comment 99')
    expect(rows.pull_request_activity).toMatchObject([
      { kind: 'comment', comment_id: 99, actor_account_id: adaRow },
    ])
    expect(rows.pull_request_comments).toMatchObject([{ id: 99, deleted: true, content: '', parent_id: 98 }])
  })

  it('keys approvals and updates by who and when, never by what they say', () => {
    const approval = { date: at, user: ada }
    expect(read('pull_request_activity', { pull_request, approval }).key).toBe(
      `7 approval aaaaaaaa-1111-4111-8111-111111111111 ${at}`,
    )
    const update = { date: at, author: ada, state: 'MERGED', title: 'One' }
    const { key, rows } = read('pull_request_activity', { pull_request, update })
    expect(key).toBe(read('pull_request_activity', { pull_request, update: { ...update, title: 'Two' } }).key)
    expect(rows.pull_request_activity).toMatchObject([{ kind: 'update', state: 'MERGED', title: 'One' }])
  })

  it('skips what it does not know, without ending the walk', () => {
    expect(read('pull_request_activity', { pull_request })).toMatchObject({ rows: {}, position: null })
  })
})

describe('pipelines and deployments', () => {
  it('cut nanoseconds to the microseconds a column holds instead of rounding them up', () => {
    const { rows } = read('pipelines', {
      uuid: '{cccccccc-1111-4111-8111-111111111111}',
      build_number: 3,
      state: { name: 'COMPLETED', result: { name: 'FAILED' } },
      created_on: '2026-01-02T03:04:05.123456999Z',
    })
    expect(rows.pipelines).toMatchObject([
      { created_on: '2026-01-02T03:04:05.123456Z', state: 'COMPLETED', result: 'FAILED', completed_on: null },
    ])
  })

  it('take the result of a deployment from the status of its state', () => {
    const { rows, position } = read('deployments', {
      uuid: '{dddddddd-1111-4111-8111-111111111111}',
      environment: { uuid: '{eeeeeeee-1111-4111-8111-111111111111}' },
      state: { name: 'COMPLETED', status: { name: 'FAILED' }, started_on: '2026-01-02T03:04:05Z' },
    })
    expect(rows.deployments).toMatchObject([
      { state: 'COMPLETED', status: 'FAILED', environment_uuid: 'eeeeeeee-1111-4111-8111-111111111111' },
    ])
    expect(position).toBe('2026-01-02T03:04:05Z')
    const waiting = { uuid: '{dddddddd-1111-4111-8111-111111111111}', state: { name: 'UNDEPLOYED' } }
    expect(read('deployments', waiting).position).toBeNull()
  })
})

describe('repositories', () => {
  const base = {
    uuid: '{F0F0F0F0-1111-4111-8111-111111111111}',
    slug: 'shop',
    name: 'Shop',
    updated_on: '2026-01-02',
  }

  it('without a main branch are empty; a listing that leaves it out says nothing', () => {
    expect(read('repositories', { ...base, mainbranch: null }).rows.repositories).toMatchObject([
      { is_empty: true, main_branch: null },
    ])
    expect(read('repositories', base).rows.repositories).toMatchObject([{ is_empty: null }])
  })
})
