import { describe, expect, it } from 'vitest'
import { suggest } from './suggest.ts'

const nothing = { chosen_action: null, chosen_entity_id: null }
const fits = [{ id: '1' }, { id: '2' }]
const both = { behaviour: 'register_and_merge' } as const

describe('what is recommended for a repository', () => {
  it('is to merge where an entity fits, and to register where none does', () => {
    expect(suggest(both, nothing, fits)).toEqual({ action: 'merge', match: { id: '1' } })
    expect(suggest(both, nothing, [])).toEqual({ action: 'register', match: null })
  })

  it('is the next entity where the first belongs to another repository', () => {
    expect(suggest(both, nothing, fits, new Set(['1']))).toEqual({ action: 'merge', match: { id: '2' } })
    expect(suggest(both, nothing, fits, new Set(['1', '2'])).action).toBe('register')
  })

  it('is never to merge under Register, and never to register under Merge', () => {
    const merging = { chosen_action: 'merge', chosen_entity_id: '9' } as const
    expect(suggest({ behaviour: 'register' }, merging, fits).action).toBe('register')
    const registering = { chosen_action: 'register', chosen_entity_id: null } as const
    expect(suggest({ behaviour: 'merge' }, registering, fits).action).toBe('merge')
    expect(suggest({ behaviour: 'merge' }, nothing, [])).toEqual({ action: null, match: null })
  })

  it('is what a person chose', () => {
    expect(suggest(both, { chosen_action: 'register', chosen_entity_id: null }, fits).action).toBe('register')
    expect(suggest(both, { chosen_action: 'merge', chosen_entity_id: '9' }, fits)).toEqual({
      action: 'merge',
      match: { id: '9' },
    })
    expect(suggest(both, { chosen_action: 'merge', chosen_entity_id: null }, []).action).toBeNull()
  })
})
