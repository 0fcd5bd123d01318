import { isIPv4, isIPv6 } from 'node:net'
import { Ajv } from 'ajv'
import formatsPlugin from 'ajv-formats'
import { RE2JS } from 're2js'
import { readYaml, TooDeep } from '../yaml.ts'
import type { formats } from './blueprint.ts'

type Format = (typeof formats)[number]

const moment = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)$/
/** The longest address there can be; a longer text is not looked at. */
const longestEmail = 254

/** What Port writes as a format. People and teams are names to us: who they are is found out elsewhere. */
const checks: Readonly<Record<Format, true | ((text: string) => boolean)>> = {
  url: (text) => URL.canParse(text),
  markdown: true,
  'date-time': isMoment,
  timer: isMoment,
  user: true,
  team: true,
  email: (text) => text.length <= longestEmail && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text),
  yaml: isYaml,
  ipv4: isIPv4,
  ipv6: isIPv6,
  proto: true,
}

function isYaml(text: string): boolean {
  try {
    return readYaml(text).every(({ errors }) => errors.length === 0)
  } catch (error) {
    if (error instanceof TooDeep) return false
    throw error
  }
}

function isMoment(text: string): boolean {
  return moment.test(text) && !Number.isNaN(Date.parse(text))
}

/** Patterns take linear time, whoever wrote them; what such an engine does not know is refused. */
const patterns = Object.assign((source: string) => RE2JS.compile(source), { code: 'RE2JS.compile' })

/** JSON schema with the formats of Port beside its own. One for each blueprint: what one names no other knows. */
export function schemaReader(): Ajv {
  const ajv = new Ajv({ strict: false, logger: false, addUsedSchema: false, code: { regExp: patterns } })
  formatsPlugin.default(ajv, { mode: 'fast' })
  for (const [name, check] of Object.entries(checks)) {
    ajv.addFormat(name, check === true ? true : { type: 'string', validate: check })
  }
  return ajv
}
