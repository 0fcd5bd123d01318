import { expect, it } from 'vitest'
import { bitbucketCloud } from '../../src/connectors/bitbucket-cloud/index.ts'
import { selectableStreams } from '../../src/sync/selectable.ts'
import { offeredStreams, usualStreams } from '../../web/pages/integrations/settings/streams.ts'

it('offers people every stream that a connection may do without, and no other', () => {
  const selectable = selectableStreams(bitbucketCloud).map(({ name }) => name)
  expect(offeredStreams.map(({ value }) => value as string).sort()).toEqual(selectable.sort())
})

it('begins with those that are read unless told otherwise', () => {
  const usual = selectableStreams(bitbucketCloud).filter(({ optional }) => !optional)
  expect([...usualStreams].sort()).toEqual(usual.map(({ name }) => name).sort())
})
