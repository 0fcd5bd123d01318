import type { Effect } from '../../simulator/faults/rule.ts'
import { syncUnderRules } from '../parts/disturbed.ts'
import { small } from '../parts/site.ts'
import type { Scenario, Trial } from '../scenario.ts'

const refusal = (seconds: string | null): Effect => ({
  kind: 'answer',
  status: 429,
  contentType: 'text/plain',
  body: 'Rate limit for this resource has been exceeded',
  ...(seconds === null ? {} : { headers: { 'Retry-After': seconds } }),
})
const answer = (status: number): Effect => ({ kind: 'answer', status })

const effects: readonly (readonly [string, () => Effect])[] = [
  ['429 with seconds', () => refusal('1')],
  ['429 with a date', () => refusal(new Date(Date.now() + 2_000).toUTCString())],
  ['429 without a time', () => refusal(null)],
  ['429 with an absurd time', () => refusal('999999999')],
  ['500', () => answer(500)],
  ['502', () => answer(502)],
  ['503', () => answer(503)],
  ['504', () => answer(504)],
  ['401', () => answer(401)],
  ['403', () => answer(403)],
  ['404', () => answer(404)],
  ['410', () => answer(410)],
  ['HTML', () => ({ kind: 'html' })],
  ['half a body', () => ({ kind: 'truncate', share: 0.5 })],
  ['a wrong length', () => ({ kind: 'content-length', by: 50 })],
  ['a gzip bomb', () => ({ kind: 'gzip-bomb', megabytes: 80 })],
]

/** More often than a request is repeated, so that some are given up. */
const times = 5

/** A list is struck from its second page on where there is one; an item is the workspace, from which all begins. */
const places = [
  { of: 'a list', match: { path: '/repositories/*/*/pullrequests/activity', times } },
  { of: 'an item', match: { path: '/workspaces/*', times } },
] as const

const shortOnes = ['429 with seconds of a list', '500 of an item']

export const scenario: Scenario = {
  id: 'F5',
  name: 'http',
  doc: 'the source answers with errors, refusals and what is no answer, for a list and for an item',
  trials(mode) {
    const all = effects.flatMap(([name, effect]) =>
      places.map(({ of, match }): Trial => {
        const title = `${name} of ${of}`
        return {
          title,
          run: async (house) => {
            await syncUnderRules(house, [{ note: title, match, effect: effect() }], {
              ...small,
            })
            return 1
          },
        }
      }),
    )
    return mode === 'all' ? all : all.filter(({ title }) => shortOnes.includes(title))
  },
}
