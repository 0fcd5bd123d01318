import type { Property } from './definition.ts'

type Choice = string | number
type Allowed = Pick<Property, 'enum' | 'enumColors'>

export function withChoice({ type, enum: choices = [], enumColors }: Property, added: string): Allowed {
  const choice = type === 'number' ? Number(added) : added
  if (choices.includes(choice) || Number.isNaN(choice)) return { enum: choices, enumColors }
  return { enum: [...choices, choice], enumColors }
}

/** Without its last value a property allows any. */
export function withoutChoice({ enum: choices = [], enumColors }: Property, choice: Choice): Allowed {
  const left = choices.filter((one) => one !== choice)
  return { enum: left.length > 0 ? left : undefined, enumColors: without(enumColors, choice) }
}

export function withColour(
  { enum: choices, enumColors }: Property,
  choice: Choice,
  colour: string | null,
): Allowed {
  const coloured = colour === null ? without(enumColors, choice) : { ...enumColors, [choice]: colour }
  return { enum: choices, enumColors: coloured }
}

function without(enumColors: Property['enumColors'] = {}, choice: Choice): Property['enumColors'] {
  const { [`${choice}`]: _, ...rest } = enumColors
  return Object.keys(rest).length > 0 ? rest : undefined
}
