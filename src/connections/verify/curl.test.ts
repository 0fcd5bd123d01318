import { expect, it } from 'vitest'
import { answerMeanings, curlCommands } from './curl.ts'

const spot = { apiUrl: 'https://api.bitbucket.org/2.0', workspace: 'acme' }
const bearer = `-H 'Authorization: Bearer TOKEN' -H 'Accept: application/json'`
const basic = `-u 'EMAIL:TOKEN' -H 'Accept: application/json'`
const repositories = `'https://api.bitbucket.org/2.0/repositories/acme?pagelen=1'`
const members = `'https://api.bitbucket.org/2.0/workspaces/acme/members?pagelen=1'`

it('asks for repositories and members, first as the kind of credential proves itself, then the other way', () => {
  expect(curlCommands({ ...spot, kind: 'access_token' })).toEqual([
    { what: 'Repositories, as a Bearer token', command: `curl -i ${bearer} ${repositories}` },
    { what: 'Members, as a Bearer token', command: `curl -i ${bearer} ${members}` },
    { what: 'Repositories, with the e-mail address', command: `curl -i ${basic} ${repositories}` },
    { what: 'Members, with the e-mail address', command: `curl -i ${basic} ${members}` },
  ])
  const commands = curlCommands({ ...spot, kind: 'api_token' }).map(({ command }) => command)
  expect(commands[0]).toBe(`curl -i ${basic} ${repositories}`)
  expect(commands).toHaveLength(4)
})

it('says what 401, 403, 404 and an empty list mean', () => {
  const said = Object.fromEntries(answerMeanings.map(({ answer, meaning }) => [answer, meaning]))
  expect(said['401']).toContain('wrong')
  expect(said['403']).toContain('lacks a scope')
  expect(said['404']).toContain('workspace is not there')
  expect(said['an empty list']).toContain('sees no repository')
})
