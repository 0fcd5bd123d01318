import type { Answer } from '../http/answer.ts'
import { bytes, html } from '../http/answer.ts'
import type { Disturbance } from '../http/wire.ts'
import { gzipBomb } from './bomb.ts'
import type { Effect } from './rule.ts'

// An answer that a rule gives in place of Bitbucket's, if any.
export async function replacement(effects: readonly Effect[]): Promise<Answer | undefined> {
  for (const effect of effects) {
    if (effect.kind === 'answer') {
      const type = effect.contentType ?? 'application/json; charset=utf-8'
      const fallback = JSON.stringify({ type: 'error', error: { message: 'Something went wrong' } })
      return bytes(effect.status, type, effect.body ?? fallback, effect.headers ?? {})
    }
    if (effect.kind === 'html')
      return html(200, '<!doctype html><title>Bitbucket</title><h1>Bitbucket is under maintenance</h1>')
    if (effect.kind === 'gzip-bomb')
      return bytes(200, 'application/json; charset=utf-8', await gzipBomb(effect.megabytes), {
        'Content-Encoding': 'gzip',
      })
  }
  return undefined
}

export function disturbanceOf(effects: readonly Effect[]): Disturbance {
  let disturbance: Disturbance = {}
  for (const effect of effects) {
    if (effect.kind === 'delay')
      disturbance = { ...disturbance, delayMs: (disturbance.delayMs ?? 0) + effect.ms }
    if (effect.kind === 'truncate') disturbance = { ...disturbance, keep: effect.share }
    if (effect.kind === 'content-length') disturbance = { ...disturbance, lengthBy: effect.by }
    if (effect.kind === 'reset') disturbance = { ...disturbance, resetAfter: effect.after ?? 0 }
    if (effect.kind === 'clock-skew') disturbance = { ...disturbance, skewSeconds: effect.seconds }
  }
  return disturbance
}
