import { expect, it } from 'vitest'
import { declaredStreams } from './declared.ts'

const streams = declaredStreams()
const named = (name: string) => streams.find((stream) => stream.name === name)

it('writes each address with the name of what differs in one pair of braces', () => {
  expect(named('workspaces')?.address).toBe('/workspaces/{workspace}')
  expect(named('pull_request_history')?.address).toBe(
    '/repositories/{workspace}/{repository}/pullrequests/{pull_request}/activity',
  )
  expect(named('pipeline_steps')?.address).toBe(
    '/repositories/{workspace}/{repository}/pipelines/{pipeline}/steps/',
  )
  expect(streams.filter(({ address }) => /\{\{|\}\}|undefined|null/.test(address))).toEqual([])
})

it('tells what is always read from what a connection may do without and what it has to ask for', () => {
  expect(named('repositories')?.read).toBe('always')
  expect(named('pull_requests')?.read).toBe('usually')
  expect(named('pull_request_history')?.read).toBe('usually')
  expect(named('repository_listing')?.read).toBe('always')
  expect(named('pipeline_steps')?.read).toBe('when_chosen')
})

it('tells what a stream hangs on', () => {
  expect(named('pull_request_history')).toMatchObject({
    completes: 'pull_request_activity',
    below: 'pull_requests',
  })
  expect(named('commits')).toMatchObject({ by_git: true, below: null, completes: null })
  expect(named('issues')?.may_be_missing).toBe(true)
  expect(named('projects')?.may_be_missing).toBe(false)
})
