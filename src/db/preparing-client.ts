import pg from 'pg'

/** A write is parsed and planned by the server for about as long as it runs; reads are quick to plan, and better anew. */
const isWrite = /^\s*(with\b.*\b)?(insert into|update|delete from)\b/is
/** What comes once or twice is not worth a plan that is kept. */
const oftenEnough = 3
/** A bound on what a connection holds; beyond it, texts go as they are. */
const mostPlans = 300
/** Lists come as arrays. A text with more values was written for so many rows, and differs from the next by their number. */
const mostValues = 50

/** What the server says of a plan whose tables were altered since. */
const outdatedPlan = '0A000'

/** A client that has the server keep its plans of the writes that come again and again. */
export class PreparingClient extends pg.Client {
  readonly #times = new Map<string, number>()
  readonly #names = new Map<string, string>()
  #keepsPlans = true

  override query = ((...given: unknown[]): unknown => {
    const [text, values, callback] = given
    const ask = super.query.bind(this) as (...all: unknown[]) => unknown
    if (typeof text !== 'string' || !Array.isArray(values) || callback) return ask(...given)
    const isStable = this.#keepsPlans && values.length <= mostValues
    const name = isStable ? this.#nameFor(text) : undefined
    if (name === undefined) return ask(text, values)
    return (ask({ text, values, name }) as Promise<unknown>).catch((error: unknown) => {
      // Whoever asked tries again, and is then served without.
      if (codeOf(error) === outdatedPlan) this.#keepsPlans = false
      throw error
    })
  }) as pg.Client['query']

  #nameFor(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known !== undefined || this.#names.size >= mostPlans || !isWrite.test(text)) return known
    const times = (this.#times.get(text) ?? 0) + 1
    if (times < oftenEnough) {
      // A text that never comes again is forgotten with the others of its time.
      if (this.#times.size >= mostPlans) this.#times.clear()
      this.#times.set(text, times)
      return undefined
    }
    this.#times.delete(text)
    const name = `write ${this.#names.size}`
    this.#names.set(text, name)
    return name
  }
}

function codeOf(error: unknown): unknown {
  return Object(error).code
}
