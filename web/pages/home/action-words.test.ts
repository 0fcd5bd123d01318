import { expect, it } from 'vitest'
import { contract } from '../../../src/api/contract/index.ts'
import { wordsFor } from './action-words.ts'

it('has words for every action that the API records', () => {
  const actions = Object.values(contract).flatMap((resource) =>
    Object.values(resource.endpoints).flatMap((endpoint) => ('audit' in endpoint ? [endpoint.audit] : [])),
  )
  expect(actions.length).toBeGreaterThan(10)
  expect(actions.filter((action) => wordsFor(action) === wordsFor('never.heard_of'))).toEqual([])
})
