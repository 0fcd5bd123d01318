import { Type } from '@sinclair/typebox'
import { Id, Nullable, Page, paging, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

const RunState = Type.Union([
  Type.Literal('running'),
  Type.Literal('paused'),
  Type.Literal('complete'),
  Type.Literal('incomplete'),
  Type.Literal('failed'),
  Type.Literal('cancelled'),
])

const RunScope = Type.Union(
  [
    Type.Literal('all'),
    Type.Literal('hot'),
    Type.Literal('identities'),
    Type.Literal('repositories'),
    Type.Literal('gaps'),
  ],
  {
    description:
      'all; hot: what changed of late and a part of the rest; identities: members and whose addresses are whose; repositories: the catalogue alone; gaps: what could not be read before.',
  },
)

const SliceState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('running'),
  Type.Literal('complete'),
  Type.Literal('gap'),
  Type.Literal('skipped'),
])

const Run = Type.Object({
  id: Id,
  connection: Type.Object({ id: Id, alias: Type.String() }),
  scope: RunScope,
  cause: Type.String({ description: 'person, schedule, webhook or audit.' }),
  state: RunState,
  started_at: Timestamp,
  ended_at: Nullable(Timestamp),
  error: Nullable(Type.String()),
})

const Counts = {
  requests: Type.Integer({ description: 'Requests spent so far.' }),
  changed: Type.Integer({ description: 'Rows inserted, changed or removed.' }),
  seen: Type.Integer({ description: 'Records read.' }),
}

const StreamProgress = Type.Object({
  stream: Type.String(),
  template: Type.String({ description: 'The address it asks.' }),
  waiting: Type.Integer({ description: 'Repositories (or workspaces) not begun.' }),
  running: Type.Integer(),
  complete: Type.Integer(),
  gap: Type.Integer(),
  skipped: Type.Integer({ description: 'Not asked: nothing changed, or not offered.' }),
  ...Counts,
  expected_left: Type.Integer({ description: 'Requests it will take from here, by what is known of it.' }),
})

const Eta = Type.Object(
  { from: Timestamp, to: Timestamp },
  { description: 'When it ends: between these two.' },
)

const RunWithProgress = Type.Object({
  ...Run.properties,
  streams: Type.Array(StreamProgress),
  totals: Type.Object({
    ...Counts,
    expected_left: Nullable(Type.Integer({ description: 'Null once the run has ended.' })),
    eta: Nullable(Eta),
    eta_reason: Nullable(
      Type.Union(
        [
          Type.Literal('ended'),
          Type.Literal('paused'),
          Type.Literal('too_early'),
          Type.Literal('no_credential'),
        ],
        { description: 'Why nobody can say when it ends.' },
      ),
    ),
  }),
})

const Slice = Type.Object({
  workspace: Type.String(),
  repository: Nullable(Type.String({ description: 'Null for what belongs to the workspace itself.' })),
  streams: Type.Array(
    Type.Object({ stream: Type.String(), state: SliceState, ...Counts, updated_at: Timestamp }),
  ),
})

const params = Type.Object({ id: Id })

function change(verb: 'pause' | 'resume' | 'cancel', doc: string) {
  return {
    method: 'POST',
    path: `/runs/{id}/${verb}`,
    access: 'integration:edit',
    doc,
    params,
    answer: Run,
    audit: `run.${verb}`,
  } as const
}

export const runs = defineResource({
  name: 'runs',
  doc: 'Runs: what is being read or was read of a connection, how far it is, what it takes.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/runs',
      access: 'integration:view',
      doc: 'Runs, newest first.',
      query: Type.Object({
        ...paging,
        connection: Type.Optional(Id),
        state: Type.Optional(RunState),
      }),
      answer: Page(Run),
    },
    get: {
      method: 'GET',
      path: '/runs/{id}',
      access: 'integration:view',
      doc: 'One run with its progress by stream, what it spent, what it will still take and when it will end.',
      params,
      answer: RunWithProgress,
    },
    slices: {
      method: 'GET',
      path: '/runs/{id}/slices',
      access: 'integration:view',
      doc: 'The grid of a run: workspaces and their repositories down, streams across. The workspace itself comes first, then what changed last.',
      params,
      query: Type.Object({
        ...paging,
        state: Type.Optional(SliceState),
        search: Type.Optional(text({ max: 200, description: 'Part of the name of a repository.' })),
      }),
      answer: Page(Slice),
    },
    start: {
      method: 'POST',
      path: '/connections/{id}/sync',
      access: 'integration:edit',
      doc: 'Starts a run, or answers the one that is open already.',
      params,
      query: Type.Object({ scope: Type.Optional(RunScope) }),
      answer: Run,
      audit: 'run.start',
    },
    pause: change(
      'pause',
      'Leaves off after the page under way. What was read stays; resume goes on from there.',
    ),
    resume: change('resume', 'Goes on with a run that was paused.'),
    cancel: change('cancel', 'Ends a run. What was read stays; the next run goes on from there.'),
  },
})
