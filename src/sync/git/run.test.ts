import { describe, expect, it } from 'vitest'
import { isNewEnough } from './run.ts'

describe('the version of git', () => {
  it('is new enough when it can be kept from fetching by itself', () => {
    for (const said of [
      'git version 2.39.5',
      'git version 2.47.1 (Apple Git-154)',
      'git version 3.0',
      '2.45.0.windows.1',
    ])
      expect(isNewEnough(said), said).toBe(true)
    for (const said of [
      'git version 2.39.2',
      'git version 2.44.0',
      'git version 2.34.1',
      'git version 1.99.9',
      'nothing',
    ])
      expect(isNewEnough(said), said).toBe(false)
  })
})
