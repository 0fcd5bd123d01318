import { defineStream } from '../../sync/stream.ts'
import { repositories } from './repositories.ts'

export const repositoryListing = defineStream({
  ...repositories,
  name: 'repository_listing',
  doc: 'Every repository of the workspace, once a day: a repository that was deleted is missing here, and nowhere else.',
  cost: '⌈repositories / 100⌉ a day',
  walk: 'all',
  again: 'daily',
  recordsOf: repositories.name,
  relists: true,
  request(at) {
    return repositories.request(at, { from: null, to: null })
  },
})
