import { expect, it } from 'vitest'
import { holeStretch } from '../cursor.ts'
import { reopened } from './walk.ts'

const known = [{ high: '9', low: '2', closed: true, next: null }]
const onItsWay = [
  { high: '9', low: '7', closed: false, next: 'link' },
  { high: '4', low: '2', closed: true, next: null },
]

it('opens what lies above a row that may have changed', () => {
  expect(reopened(known, '4')).toEqual([{ high: '4', low: '2', closed: true, next: null }])
  expect(reopened(known, null)).toEqual(known)
})

it('leaves a walk alone that is on its way down to it, and begins another once it has met what was known', () => {
  expect(reopened(onItsWay, '4')).toEqual(onItsWay)
  expect(holeStretch(onItsWay, '2')).toEqual({ to: '7', from: '4', next: 'link' })
  expect(reopened(onItsWay, '8')).toEqual([
    { high: '8', low: '7', closed: false, next: 'link' },
    { high: '4', low: '2', closed: true, next: null },
  ])
})

it('has nothing to open where nothing was read', () => {
  expect(reopened([], '4')).toEqual([])
})
