import { describe, expect, it } from 'vitest'
import type { Attention } from '../../queries.ts'
import { needOf } from './needs.ts'

const now = new Date('2026-11-01T12:00:00Z')

function needing(reason: Attention['reason'], more: Partial<Attention> = {}) {
  return needOf(
    {
      ...{ reason, connection_id: '3', connection: 'Acme', credential_id: null, name: 'Main', detail: null },
      ...{ expires_at: null, count: null },
      ...more,
    },
    now,
  )
}

describe('what needs attention', () => {
  it('is a sentence that leads to where it is mended', () => {
    expect(needing('connection_ended', { detail: 'App passwords have ended.' })).toMatchObject({
      ...{ level: 'bad', sentence: 'Acme has ended: nothing is read any more.' },
      detail: 'App passwords have ended.',
      ...{ to: '/integrations', search: { connection: '3', tab: 'credentials' } },
    })
    expect(needing('gaps', { count: 12 })).toMatchObject({
      ...{ level: 'attention', sentence: '12 parts of Acme could not be read.' },
      ...{ to: '/gaps', search: { connection: '3' } },
    })
    expect(needing('removals_held', { count: 1 })).toMatchObject({
      sentence: 'A listing of Acme lacks so much that somebody has to say whether it is gone.',
      ...{ to: '/gaps', search: { tab: 'held', connection: '3' } },
    })
  })

  it('says in how many days a credential ends', () => {
    const endsAt = (expires_at: string) => needing('credential_expiring', { expires_at }).sentence
    expect(endsAt('2026-11-08T11:00:00Z')).toBe('The credential Main of Acme ends in 6 days.')
    expect(endsAt('2026-11-02T13:00:00Z')).toBe('The credential Main of Acme ends in 1 day.')
    expect(endsAt('2026-11-02T11:00:00Z')).toBe('The credential Main of Acme ends within a day.')
  })
})
