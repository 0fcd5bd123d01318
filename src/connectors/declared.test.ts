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

it.each([
  ['repositories', '/repositories/{workspace}'],
  ['members', '/workspaces/{workspace}/members'],
  ['pull_requests', '/repositories/{workspace}/{repository}/pullrequests'],
  ['pull_request_activity', '/repositories/{workspace}/{repository}/pullrequests/activity'],
  ['pipelines', '/repositories/{workspace}/{repository}/pipelines/'],
  ['commits', '/repositories/{workspace}/{repository}/commits'],
])('reads %s at %s', (name, address) => expect(named(name)?.address).toBe(address))

it('asks for no commit by itself, and for no list of comments of a pull request, unless it is named', () => {
  const addresses = streams.filter(({ again }) => again !== 'when-told').map(({ address }) => address)
  expect(addresses.filter((address) => /\/commit\/|\/pullrequests\/.*\/comments/.test(address))).toEqual([])
  expect(named('pull_request_activity')?.tables).toContain('pull_request_comments')
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
