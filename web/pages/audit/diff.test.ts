import { describe, expect, it } from 'vitest'
import { differences } from './diff.ts'

describe('differences', () => {
  it('names what changed before what stayed', () => {
    expect(
      differences(
        { name: 'Mara', role: 'viewer', disabled: false },
        { name: 'Mara', role: 'admin', disabled: false },
      ),
    ).toEqual([
      { path: 'role', kind: 'changed', before: 'viewer', after: 'admin' },
      { path: 'name', kind: 'same', before: 'Mara', after: 'Mara' },
      { path: 'disabled', kind: 'same', before: 'false', after: 'false' },
    ])
  })

  it('shows a new record as fields added and a removed one as fields removed', () => {
    expect(differences(null, { on: true })).toEqual([
      { path: 'on', kind: 'added', before: '', after: 'true' },
    ])
    expect(differences({ on: true }, null)).toEqual([
      { path: 'on', kind: 'removed', before: 'true', after: '' },
    ])
  })

  it('looks into records and lists, and keeps empty ones visible', () => {
    expect(differences({ tags: [], owner: { id: '1' } }, { tags: ['a'], owner: { id: '2' } })).toEqual([
      { path: 'tags', kind: 'removed', before: '[]', after: '' },
      { path: 'owner.id', kind: 'changed', before: '1', after: '2' },
      { path: 'tags.0', kind: 'added', before: '', after: 'a' },
    ])
  })

  it('tells nothing apart where nothing was recorded', () => {
    expect(differences(null, null)).toEqual([])
  })
})
