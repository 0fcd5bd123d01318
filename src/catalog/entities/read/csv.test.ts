import { expect, it } from 'vitest'
import { csvLine } from './csv.ts'

const triggers = ['=', '+', '-', '@', '\t', '\r', '\n', '|', '＝', '＋', '－', '＠', ' =', '\u00a0=']
const cases = triggers.flatMap((trigger) => [
  [`${trigger}cmd|'/c calc'!A1`],
  [`${trigger}SUM(1,1)"`],
  [`${trigger}1\r\nnext`],
])

it.each(cases)('takes %j for no formula, as a text and in a list', (text) => {
  expect(csvLine([text])).toMatch(/^"?'/)
  expect(csvLine([[text, 'x']])).toMatch(/^"?'/)
})

it('keeps numbers, and texts of which no formula begins', () => {
  expect(csvLine([-4, 'a=b', true, null, ['x', 'y'], { a: '=1' }])).toBe(
    `-4,a=b,true,,"x, y","{""a"":""=1""}"\r\n`,
  )
})

it('holds line ends, commas and quotes in one cell', () => {
  expect(csvLine(['a,b', 'say "no"', 'one\ntwo'])).toBe(`"a,b","say ""no""","one\ntwo"\r\n`)
})
