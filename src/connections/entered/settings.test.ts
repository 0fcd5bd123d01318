import { describe, expect, it } from 'vitest'
import { readSettings } from './settings.ts'

const now = new Date('2026-06-01T00:00:00Z')

describe('settings that were typed in', () => {
  it('leave alone what they do not name', () => {
    expect(readSettings({})).toEqual({})
    expect(readSettings({ skip_failed: false, rate_limit: null })).toEqual({
      skip_failed: false,
      rate_limit: null,
    })
  })

  it('name a start or a number of days, and the later word counts', () => {
    expect(readSettings({ since: '2026-01-01T00:00:00Z' }, now)).toEqual({
      since: new Date('2026-01-01T00:00:00Z'),
    })
    expect(readSettings({ range_days: 90 }, now)).toEqual({ range_days: 90, since: null })
    expect(readSettings({ range_days: 90, since: null }, now)).toEqual({ range_days: 90, since: null })
    expect(() => readSettings({ range_days: 90, since: '2026-01-01T00:00:00Z' }, now)).toThrow(/not both/)
    expect(() => readSettings({ since: '2026-07-01T00:00:00Z' }, now)).toThrow(/in the future/)
  })

  it('name a frequency or fields of cron', () => {
    expect(readSettings({ frequency_minutes: 60 })).toEqual({ frequency_minutes: 60, cron: null })
    expect(readSettings({ cron: ' 0  6 * * 1-5 ' })).toEqual({ cron: '0 6 * * 1-5' })
    expect(() => readSettings({ cron: '0 6 * * *', frequency_minutes: 60 })).toThrow(/not both/)
  })

  it.each(['', '* * * *', '60 * * * *', '* * * * * *', '@daily', '0 6 * * mon', 'x'])(
    'take "%s" for no fields of cron',
    (cron) => expect(() => readSettings({ cron })).toThrow(/five fields/),
  )

  it('keep projects in capitals, and the moment at which new repositories stop', () => {
    expect(readSettings({ projects: ['web', 'WEB ', 'App'] })).toEqual({ projects: ['WEB', 'APP'] })
    expect(readSettings({ auto_add: false }, now)).toEqual({ auto_add_stopped_at: now })
    expect(readSettings({ auto_add: true }, now)).toEqual({ auto_add_stopped_at: null })
  })

  it.each([
    ['ftp://proxy.example.com', /begins with http/],
    ['proxy.example.com:3128', /begins with http/],
    ['http://ada:secret@proxy.example.com', /no credentials/],
    ['http://proxy.example.com/path', /host and port/],
  ])('refuse the proxy %s', (proxy_url, message) => {
    expect(() => readSettings({ proxy_url })).toThrow(message)
    expect(() => readSettings({ proxy_url })).not.toThrow(/secret/)
  })

  it('keep a proxy as its origin', () => {
    expect(readSettings({ proxy_url: 'HTTP://Proxy.Example.com:3128/' })).toEqual({
      proxy_url: 'http://proxy.example.com:3128',
    })
  })
})
