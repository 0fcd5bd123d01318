import { describe, expect, it } from 'vitest'
import { blankForm, formOf, saidIn } from './form-values.ts'

const definition = {
  identifier: 'crew',
  schema: {
    properties: {
      name: { type: 'string' },
      lines: { type: 'number' },
      is_public: { type: 'boolean' },
      tags: { type: 'array' },
    },
  },
  relations: { ship: { target: 'ship' }, mates: { target: 'crew', many: true } },
}
const said = {
  title: 'Deck',
  icon: null,
  team: ['sea', 'land'],
  properties: { name: '007', lines: 12, is_public: false, tags: ['rope'] },
  relations: { ship: 'tern', mates: ['a/b', 'c'] },
}

describe('the form of an entity', () => {
  it('says what it was given, each value of its type', () => {
    expect(saidIn(definition, formOf(definition, 'deck', said))).toEqual(said)
  })

  it('says nothing of what is empty', () => {
    const nothing = { title: null, icon: null, team: null, properties: {}, relations: {} }
    expect(saidIn(definition, blankForm)).toEqual(nothing)
    expect(formOf(definition, 'deck', undefined)).toEqual({ ...blankForm, identifier: 'deck' })
  })

  it('hands over what it cannot read, for the server to say what is wrong', () => {
    const values = { ...blankForm, fields: { 'properties.lines': 'many', 'properties.tags': '[' } }
    expect(saidIn(definition, values).properties).toEqual({ lines: 'many', tags: '[' })
  })
})
