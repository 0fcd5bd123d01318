import { describe, expect, it } from 'vitest'
import type { Effect } from '../../sync/events.ts'
import { events } from './events.ts'

const repository = {
  uuid: '{0097965B-C6A4-4AA8-90F4-646886149FB0}',
  full_name: 'harbour/crane',
  workspace: { uuid: '{434e978d-5795-4c8a-9ab6-dab651d7a85d}' },
}
const actor = { uuid: '{05d2aba5-06db-443a-8bfa-635789e4bcb6}', type: 'user' }
const pullrequest = {
  id: 17,
  title: 'Split the crane',
  state: 'OPEN',
  draft: false,
  participants: [],
  reviewers: [],
  created_on: '2026-11-01T10:00:00+00:00',
  updated_on: '2026-11-02T10:00:00+00:00',
}
const comment = { id: 4, created_on: '2026-11-02T10:00:00+00:00', inline: { path: 'a.ts', to: 3 } }
const review = { date: '2026-11-02T10:00:00+00:00', user: actor }

const onPullRequest = (more: object = {}) => ({ repository, actor, pullrequest, ...more })

const payloads: Readonly<Record<string, object>> = {
  'repo:push': {
    repository,
    push: {
      changes: [
        { new: { name: 'main' }, old: null },
        { new: null, old: { name: 'old' } },
      ],
    },
  },
  'repo:created': { repository },
  'repo:imported': { repository },
  'repo:updated': { repository, changes: {} },
  'repo:transfer': { repository, previous_owner: {} },
  'repo:deleted': { repository },
  'repo:commit_status_created': {
    repository,
    commit_status: { key: 'build', commit: { hash: 'a'.repeat(40) } },
  },
  'repo:commit_status_updated': {
    repository,
    commit_status: {
      key: 'build',
      links: { commit: { href: `https://api.example.com/commit/${'b'.repeat(40)}` } },
    },
  },
  'pullrequest:created': onPullRequest(),
  'pullrequest:updated': onPullRequest(),
  'pullrequest:push': onPullRequest(),
  'pullrequest:fulfilled': onPullRequest(),
  'pullrequest:rejected': onPullRequest(),
  'pullrequest:approved': onPullRequest({ approval: review }),
  'pullrequest:unapproved': onPullRequest({ approval: review }),
  'pullrequest:changes_request_created': onPullRequest({ changes_request: review }),
  'pullrequest:changes_request_removed': onPullRequest({ changes_request: review }),
  'pullrequest:comment_created': onPullRequest({ comment }),
  'pullrequest:comment_updated': onPullRequest({ comment }),
  'pullrequest:comment_deleted': onPullRequest({ comment }),
  'pullrequest:comment_resolved': onPullRequest({ comment }),
  'pullrequest:comment_reopened': onPullRequest({ comment }),
  'issue:created': { repository, issue: { id: 3 } },
  'issue:updated': { repository, issue: { id: 3 } },
  'issue:comment_created': { repository, issue: { id: 3 }, comment: { id: 9 } },
  'project:updated': { actor, project: { uuid: '{p}' } },
  'pipeline:span_created': {
    repository,
    pipeline_span: { spans: [{ attributes: { 'pipeline.uuid': '{8b0582c0-0}' } }] },
  },
}

const effectsOf = (event: string, payload: unknown = payloads[event]) => events.read(event, payload).effects
const kinds = (effects: readonly Effect[]) => effects.map(({ kind }) => kind)

describe('events of Bitbucket Cloud', () => {
  it('are all read, but for two that tell nothing we collect', () => {
    expect([...events.wanted].sort()).toEqual(
      [...Object.keys(payloads), 'repo:fork', 'repo:commit_comment_created'].sort(),
    )
    for (const event of [
      'repo:fork',
      'repo:commit_comment_created',
      'repo:something_new',
      '__proto__',
      'constructor',
    ])
      expect(events.place(event, { repository })).toBeNull()
  })

  it.each(Object.entries(payloads))('%s says where it belongs and what is to be done', (event, payload) => {
    const isProject = event === 'project:updated'
    expect(events.place(event, payload)).toMatchObject({
      repositoryUuid: isProject ? null : '0097965b-c6a4-4aa8-90f4-646886149fb0',
      workspaceUuid: isProject ? null : '434e978d-5795-4c8a-9ab6-dab651d7a85d',
    })
    const { effects, group } = events.read(event, payload)
    expect(effects.length).toBeGreaterThan(0)
    expect(group).not.toBe('')
  })

  it('name what they are about', () => {
    const subjects = Object.keys(payloads).map((event) => events.read(event, payloads[event]).subject)
    expect(new Set(subjects)).toEqual(
      new Set([
        'push to main and 1 more',
        'repository harbour/crane',
        'commit aaaaaaaaaaaa',
        'commit bbbbbbbbbbbb',
        'pull request 17',
        'issue 3',
        'project',
        'pipeline 8b0582c0',
      ]),
    )
  })

  it('take a record from a delivery only when it is whole', () => {
    const [whole] = effectsOf('pullrequest:updated')
    expect(whole).toMatchObject({ kind: 'store', item: { id: 17 } })
    const closed = { ...pullrequest, state: 'MERGED' }
    for (const lacking of [
      { ...pullrequest, draft: undefined },
      { ...pullrequest, participants: undefined },
      { ...pullrequest, reviewers: null },
      closed,
    ]) {
      const [effect] = effectsOf('pullrequest:updated', onPullRequest({ pullrequest: lacking }))
      expect(effect).toMatchObject({ kind: 'store', item: null })
      // Then it is asked for, and after it its history.
      const asked = effect?.kind === 'store' ? (effect.unclear ?? []) : []
      expect(asked).toContainEqual({ kind: 'ask', stream: 'pull_request_details', parent: '17', force: true })
    }
    const [told] = effectsOf(
      'pullrequest:updated',
      onPullRequest({ pullrequest: { ...closed, closed_on: null } }),
    )
    expect(told).toMatchObject({ kind: 'store', item: { state: 'MERGED' } })
    // A comment closes nothing.
    const [after] = effectsOf('pullrequest:comment_created', onPullRequest({ comment, pullrequest: closed }))
    expect(after).toMatchObject({ kind: 'store', item: { state: 'MERGED' } })
  })

  it('store a comment even when the pull request was told of later, and a review only when it was not', () => {
    const [commented] = effectsOf('pullrequest:comment_updated')
    const [reviewed] = effectsOf('pullrequest:approved')
    if (commented?.kind !== 'store' || reviewed?.kind !== 'store') throw new Error('They store nothing.')
    expect(kinds(commented.older ?? [])).toEqual(['store'])
    expect(kinds(reviewed.after ?? [])).toEqual(['store'])
    expect(kinds(reviewed.older ?? [])).toEqual(['ask'])
  })

  it('say of a comment that was just written that its line is as it was', () => {
    const lineOf = (event: string) => {
      const [effect] = effectsOf(event)
      const [store] = effect?.kind === 'store' ? (effect.after ?? []) : []
      const { comment: told } = (store?.kind === 'store' ? store.item : {}) as {
        comment?: { inline: object }
      }
      return told?.inline
    }
    expect(lineOf('pullrequest:comment_created')).toEqual({ outdated: false, path: 'a.ts', to: 3 })
    expect(lineOf('pullrequest:comment_updated')).toEqual({ path: 'a.ts', to: 3 })
  })
})

/** Everything a field may be that it should not. */
const strange: readonly unknown[] = [
  null,
  undefined,
  7,
  -1,
  '',
  'text',
  '\0',
  '\ud800',
  true,
  [],
  {},
  [[]],
  2 ** 53,
  { uuid: null },
]

describe('shapes that are none', () => {
  const cases = Object.entries(payloads).flatMap(([event, payload]) =>
    Object.keys(payload).flatMap((field) => strange.map((value) => ({ event, field, value }))),
  )

  it(`of ${cases.length} payloads each is read or refused with a sentence, and none gets through as something else`, () => {
    let refused = 0
    for (const { event, field, value } of cases) {
      const bent = { ...payloads[event], [field]: value }
      try {
        events.place(event, bent)
        const { effects, group } = events.read(event, bent)
        expect(Array.isArray(effects)).toBe(true)
        expect(typeof group).toBe('string')
      } catch (error) {
        refused += 1
        expect(error).toBeInstanceOf(TypeError)
        expect((error as Error).message.length).toBeGreaterThan(5)
      }
    }
    expect(refused).toBeGreaterThan(cases.length / 4)
  })

  it.each(strange.map((value) => [value]))('%j is no payload at all', (value) => {
    for (const event of Object.keys(payloads)) {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) continue
      expect(() => events.place(event, value)).toThrow(TypeError)
    }
  })
})
