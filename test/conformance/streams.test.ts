import { Value } from '@sinclair/typebox/value'
import { describe, expect, test } from 'vitest'
import { bitbucketCloud } from '../../src/connectors/bitbucket-cloud/index.ts'
import type { Place } from '../../src/sync/stream.ts'
import { itemsOf, recordedBodies, recordedNames, withoutReference } from './reference.ts'

/** Where the recordings of what a stream reads lie. */
const recordings: Readonly<Record<string, readonly string[]>> = {
  members: ['workspace-members'],
  repositories: ['repository-get', 'repository-list'],
  pull_requests: ['pullrequest-get', 'pullrequest-list'],
  pull_request_activity: ['pullrequest-activity'],
  refs: ['refs-list', 'branch-list', 'tag-list'],
  commits: ['commits-list'],
  pipelines: ['pipeline-list'],
  deployments: ['deployment-list'],
  environments: ['environment-list'],
  branch_restrictions: ['branch-restrictions'],
  issues: ['issue-list'],
}

const place: Place = {
  workspace: { uuid: '11111111-1111-4111-8111-111111111111', slug: 'acme' },
  repository: { uuid: '22222222-2222-4222-8222-222222222222', slug: 'shop' },
  parent: null,
  since: null,
}

describe.skipIf(withoutReference)(
  `streams and recorded payloads${withoutReference ? ` (${withoutReference})` : ''}`,
  () => {
    test.each(Object.entries(recordings))('%s reads every recorded item', (name, folders) => {
      const stream = bitbucketCloud.streams.find((one) => one.name === name)
      const items = itemsOf(
        folders.flatMap((folder) => recordedNames(folder).flatMap((file) => recordedBodies(folder, file))),
      )
      expect(items.length).toBeGreaterThan(0)
      for (const item of items) {
        if (!stream) throw new Error(`there is no stream ${name}`)
        expect(
          [...Value.Errors(stream.item, item)].map(({ path, message }) => `${path}: ${message}`),
        ).toEqual([])
        const fields = item as Parameters<typeof stream.key>[0]
        expect(stream.key(fields, place)).not.toContain('undefined')
        expect(Object.values(stream.rows(fields, place)).flat()).toBeDefined()
      }
    })
  },
)
