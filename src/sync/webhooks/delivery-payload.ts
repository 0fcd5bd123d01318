/** What of a delivery's body is shown to people. */
export interface Payload {
  /** JSON laid out in lines when it is JSON, else the bytes as text. */
  readonly text: string
  readonly is_json: boolean
  /** Values that are not shown because they are, or look like, secrets. */
  readonly masked: number
  /** The text goes on: only its first 200,000 characters are here. */
  readonly is_cut: boolean
}

/** A browser draws as much without a halt; bodies of Bitbucket are some ten thousand. */
const longest = 200_000

const mask = '[masked]'

const secretName =
  /passw|secret|token|authorization|cookie|credential|(?:api|access|private|signing|encryption)[_-]?key/i

/** What carries a secret in its midst first, then every kind of token of Bitbucket, ours, and those of a few neighbours. */
const tokens: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(?<=:\/\/)[^\s/@:"']*:[^\s/@"']+(?=@)/g,
  /(?<=\bx-token-auth:)[^\s/@"']+/g,
  // Prose says "Basic authentication": what stands behind the word in a header has a digit or a sign in it.
  /(?<=\b(?:Bearer|Basic) )(?=\S*[\d=])[\w+/=.~-]{12,}/g,
  /(?<=[?&](?:access_token|token|secret|password|api_key|jwt)=)[^\s&"'#]+/gi,
  /\bAT(?:CTT|ATT|BB|OA)[\w.=-]{8,}/g,
  /\bwl_[\w-]{20,}/g,
  /\b(?:gh[pousr]|github_pat|glpat|xox[abpr])[_-][\w-]{10,}/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
]

export function readPayload(body: Buffer): Payload {
  const { text, is_json, secrets } = withoutSecrets(body.toString('utf8'))
  return { ...cut(legible(text)), is_json, masked: secrets.length }
}

/** Whether a text, small letters and capitals alike, stands in a body outside its secrets: to guess at one tells nothing. */
export function payloadHolds(body: Buffer, wanted: string): boolean {
  const raw = body.toString('utf8')
  const { secrets } = withoutSecrets(raw)
  const open = secrets.reduce((rest, one) => rest.replaceAll(one, '\0').replaceAll(inJson(one), '\0'), raw)
  return open.toLowerCase().includes(wanted.toLowerCase())
}

/** As it stands between the quotes of JSON. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

interface Open {
  readonly text: string
  readonly is_json: boolean
  /** What was taken out, longest first: one may be a part of another. */
  readonly secrets: readonly string[]
}

function withoutSecrets(raw: string): Open {
  const secrets: string[] = []
  const open = (text: string, is_json: boolean) => ({
    ...{ text, is_json },
    secrets: secrets.sort((a, b) => b.length - a.length),
  })
  try {
    return open(JSON.stringify(masked(JSON.parse(raw), secrets), null, 2), true)
  } catch {
    // Not JSON, or nested deeper than the stack reaches.
    secrets.length = 0
    return open(maskedText(raw, secrets), false)
  }
}

function masked(value: unknown, secrets: string[]): unknown {
  if (typeof value === 'string') return maskedText(value, secrets)
  if (Array.isArray(value)) return value.map((inner) => masked(inner, secrets))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      maskedText(name, secrets),
      secretName.test(name) ? blanked(inner, secrets) : masked(inner, secrets),
    ]),
  )
}

/** All that stands below the name of a secret; whether there is one is none. */
function blanked(value: unknown, secrets: string[]): unknown {
  if (value === null || typeof value === 'boolean' || value === '') return value
  if (Array.isArray(value)) return value.map((inner) => blanked(inner, secrets))
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, blanked(inner, secrets)]))
  secrets.push(String(value))
  return mask
}

function maskedText(text: string, secrets: string[]): string {
  const blank = (found: string) => {
    if (found === mask) return found
    secrets.push(found)
    return mask
  }
  return tokens.reduce((rest, token) => rest.replace(token, blank), text)
}

function cut(text: string): Pick<Payload, 'text' | 'is_cut'> {
  if (text.length <= longest) return { text, is_cut: false }
  // Half a character at the end is none.
  return { text: text.slice(0, longest).replace(/[\ud800-\udbff]$/, ''), is_cut: true }
}

/** Line ends and tabs are text; other controls, and marks that turn the direction of writing round, are shown as codes. */
const unfit = /(?![\n\t])[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

function legible(text: string): string {
  return text.replace(unfit, (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}
