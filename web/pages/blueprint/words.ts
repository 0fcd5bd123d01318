import { formatCount } from '../../ui/value/format.ts'
import { originOf } from '../blueprints/words.ts'
import type { Blueprint, Checked, Impact } from './queries.ts'

/** The state of a blueprint in one sentence. */
export function stateOf(blueprint: Blueprint, isDirty: boolean): string {
  if (isDirty) return 'Changed here and not saved yet.'
  return `${entitiesIn(blueprint.entities)}. ${originOf(blueprint)}, revision ${blueprint.revision}.`
}

export function entitiesIn(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'entity' : 'entities'}`
}

/** Whether anything that is there is lost, or lacking. */
export function breaks({ values, missing, relations, blueprints }: Impact): boolean {
  return [values, missing, relations, blueprints].some((list) => list.length > 0)
}

/** What came of a check, in one sentence. */
export function verdictOf({ findings, impact }: Checked): string {
  const errors = findings.filter(({ level }) => level === 'error').length
  if (errors > 0)
    return `${errors === 1 ? 'One thing is' : `${formatCount(errors)} things are`} wrong with it: it cannot be saved.`
  if (!impact) return 'It can be saved.'
  if (impact.entities === 0 && !breaks(impact)) return 'It can be saved. There is no entity of it yet.'
  return breaks(impact)
    ? 'It can be saved, but not everything that is there would fit any more.'
    : `It can be saved. All that ${entitiesIn(impact.entities)} hold fits.`
}

/** "colour: 7 entities hold a value that does not fit any more." */
export function lossOf(kind: 'values' | 'missing' | 'relations', name: string, count: number): string {
  const many = count !== 1
  const does = {
    values: many ? 'hold a value that does not fit any more' : 'holds a value that does not fit any more',
    missing: many ? 'lack it, and it becomes required' : 'lacks it, and it becomes required',
    relations: many ? 'lose what they refer to' : 'loses what it refers to',
  }[kind]
  return `${name}: ${entitiesIn(count)} ${does}.`
}
