import type { Definition } from './queries.ts'

/** What the form holds, all of it as text: a field that is empty says nothing. */
export interface FormValues {
  readonly identifier: string
  readonly title: string
  readonly icon: string
  readonly team: string
  /** By `properties.name` and `relations.name`. */
  readonly fields: Readonly<Record<string, string>>
}

export const blankForm: FormValues = { identifier: '', title: '', icon: '', team: '', fields: {} }

interface Said {
  readonly title: string | null
  readonly icon: string | null
  readonly team: unknown
  readonly properties: Readonly<Record<string, unknown>>
  readonly relations: Readonly<Record<string, unknown>>
}

/** What was said before, as the form shows it. */
export function formOf(definition: Definition, identifier: string, said: Said | undefined): FormValues {
  if (!said) return { ...blankForm, identifier }
  const properties = Object.entries(said.properties).map(([name, value]) => {
    const type = definition.schema.properties[name]?.type
    return [`properties.${name}`, textOf(value, type)] as const
  })
  const relations = Object.entries(said.relations).map(
    ([name, value]) => [`relations.${name}`, listText(value)] as const,
  )
  return {
    ...{ identifier, title: said.title ?? '', icon: said.icon ?? '', team: listText(said.team) },
    fields: Object.fromEntries([...properties, ...relations]),
  }
}

function textOf(value: unknown, type: string | undefined): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' && type !== 'array' && type !== 'object' ? value : JSON.stringify(value)
}

function listText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return Array.isArray(value) ? value.join('\n') : String(value)
}

/** What the form says, as the API takes it. */
export function saidIn(definition: Definition, { title, icon, team, fields }: FormValues) {
  const properties: Record<string, unknown> = {}
  for (const [name, { type }] of Object.entries(definition.schema.properties)) {
    const text = fields[`properties.${name}`] ?? ''
    if (text !== '') properties[name] = readAs(text, type)
  }
  const relations: Record<string, string | string[]> = {}
  for (const [name, { many }] of Object.entries(definition.relations ?? {})) {
    const names = linesOf(fields[`relations.${name}`] ?? '')
    const [first] = names
    if (first !== undefined) relations[name] = many ? names : first
  }
  const teams = linesOf(team)
  return {
    title: title.trim() === '' ? null : title.trim(),
    icon: icon.trim() === '' ? null : icon.trim(),
    team: teams.length > 1 ? teams : (teams[0] ?? null),
    ...{ properties, relations },
  }
}

/** What cannot be read stays text, and the server says what it should be. */
function readAs(text: string, type: string): unknown {
  if (type === 'string') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
