import { describe, expect, it } from 'vitest'
import { readRepository } from './repository.ts'

const acme = { workspace: 'acme', repository: 'web.shop' }

describe('a repository that is named', () => {
  it.each([
    'acme/web.shop',
    ' Acme/Web.Shop ',
    'bitbucket.org/acme/web.shop',
    'https://bitbucket.org/acme/web.shop/src/main/README.md',
    'https://ada@bitbucket.org/acme/web.shop.git',
    'ssh://git@bitbucket.org/acme/web.shop.git',
    'git@bitbucket.org:acme/web.shop.git',
  ])('is read from %s', (text) => {
    expect(readRepository(text)).toEqual(acme)
  })

  it.each([
    '',
    'acme',
    'acme/',
    '/web',
    'acme/web/shop',
    'acme/we b',
    '../..',
    'acme/.',
    'https://',
    'https://bitbucket.org/acme',
    'acme/wéb',
  ])('is refused as %j', (text) => {
    expect(() => readRepository(text)).toThrow('Give it as workspace/repository')
  })
})
