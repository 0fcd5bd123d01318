import { expect, it } from 'vitest'
import { languagesOf } from './languages.ts'

const ending = (name: string, bytes: number, files: number, unmeasured = 0) => ({
  ...{ ending: name, bytes, files, unmeasured },
})

it('measures languages by bytes where the size of most files is known', () => {
  expect(languagesOf([ending('py', 10, 1), ending('ts', 30, 1), ending('tsx', 5, 1, 1)])).toEqual({
    languages: [
      { language: 'TypeScript', bytes: 35, files: 2 },
      { language: 'Python', bytes: 10, files: 1 },
    ],
    ...{ languages_by: 'bytes', unmeasured: 1 },
  })
})

it('counts files instead while most have no size', () => {
  const found = languagesOf([ending('py', 0, 5, 5), ending('go', 900, 1)])
  expect(found.languages_by).toBe('files')
  expect(found.languages.map(({ language }) => language)).toEqual(['Python', 'Go'])
})

it('knows no language by an ending that is a word of JavaScript, and none of nothing', () => {
  expect(languagesOf([ending('constructor', 5, 1)]).languages).toEqual([])
  expect(languagesOf([]).languages).toEqual([])
})
