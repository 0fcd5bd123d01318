import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { events } from '../../src/connectors/bitbucket-cloud/events.ts'
import { claimedDigest, isSignedWith } from '../../src/sync/webhooks/signature.ts'
import { readJson, referenceFolder, withoutReference } from './reference.ts'

const folder = ['payloads', 'webhooks', 'cloud'] as const

function recordings(): readonly {
  readonly file: string
  readonly event: string
  readonly payload: unknown
}[] {
  return readdirSync(join(referenceFolder, ...folder))
    .filter((file) => !file.startsWith('signed'))
    .map((file) => {
      const [name = ''] = file.split(/--|\./)
      const recorded = readJson(...folder, file) as { body?: unknown }
      const isWhole = file.endsWith('.delivery.json')
      return { file, event: name.replace('-', ':'), payload: isWhole ? recorded.body : recorded }
    })
}

const collectedNot = ['repo:fork', 'repo:commit_comment_created']

describe.skipIf(withoutReference)('recorded deliveries', () => {
  test('are read, whatever year they are of', () => {
    const all = recordings()
    expect(all.length).toBeGreaterThan(25)
    for (const { file, event, payload } of all) {
      const place = events.place(event, payload)
      if (collectedNot.includes(event)) {
        expect(place, file).toBeNull()
        continue
      }
      expect(place?.repositoryUuid, file).toMatch(/^[0-9a-f-]{36}$/)
      const { effects, group } = events.read(event, payload)
      expect(effects.length, file).toBeGreaterThan(0)
      expect(group, file).not.toBe('')
    }
  })

  test('are signed as we believe', () => {
    const vector = readJson(...folder, 'signed--hmac-sha256.jenkins.vector.json') as Record<string, string>
    const body = readFileSync(join(referenceFolder, ...folder, vector.body_file ?? ''))
    const isGenuine = (header: string) => {
      const claimed = claimedDigest(header)
      return claimed !== null && isSignedWith(vector.secret ?? '', body, claimed)
    }
    expect(isGenuine(vector.value ?? '')).toBe(true)
    expect(isGenuine(vector.bad_value ?? '')).toBe(false)
  })
})
