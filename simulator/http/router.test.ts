import { describe, expect, test } from 'vitest'
import { createRouter } from './router.ts'

const find = createRouter([
  { method: 'GET', template: '/repositories/{workspace}' },
  { method: 'GET', template: '/repositories/{workspace}/{repo_slug}' },
  { method: 'GET', template: '/repositories/{workspace}/{repo_slug}/pullrequests/activity' },
  { method: 'GET', template: '/repositories/{workspace}/{repo_slug}/pullrequests/{id}' },
  { method: 'GET', template: '/repositories/{workspace}/{repo_slug}/refs/branches' },
  { method: 'GET', template: '/repositories/{workspace}/{repo_slug}/refs/branches/{name}', greedy: true },
  { method: 'GET', template: '/repositories/{workspace}/{repo_slug}/src/{commit}/{path}', greedy: true },
  { method: 'POST', template: '/repositories/{workspace}/{repo_slug}/commits' },
])

describe('router', () => {
  test('a literal segment wins over a parameter', () => {
    expect(find('GET', '/repositories/w/r/pullrequests/activity')).toMatchObject({
      params: { workspace: 'w' },
    })
    expect(find('GET', '/repositories/w/r/pullrequests/7')).toMatchObject({ params: { id: '7' } })
  })
  test('braces of a uuid may be escaped, and a trailing slash does not matter', () => {
    expect(find('GET', '/repositories/w/%7Babc%7D/')).toMatchObject({ params: { repo_slug: '{abc}' } })
  })
  test('a greedy parameter takes slashes, escaped ones too, and may be empty', () => {
    expect(find('GET', '/repositories/w/r/refs/branches/feature/a%2Fb')).toMatchObject({
      params: { name: 'feature/a/b' },
    })
    expect(find('GET', '/repositories/w/r/src/main/')).toMatchObject({ params: { commit: 'main', path: '' } })
    expect(find('GET', '/repositories/w/r/src/main/a/b.txt')).toMatchObject({ params: { path: 'a/b.txt' } })
  })
  test('an unknown path and a wrong method are told apart', () => {
    expect(find('GET', '/nothing/here').kind).toBe('none')
    expect(find('GET', '/repositories/w/r/commits').kind).toBe('method')
    expect(find('HEAD', '/repositories/w').kind).toBe('route')
  })
})
