/**
 * Seeded randomness with named sub-streams: each entity draws from its own stream, so that one repository can be made
 * alone and in any order and still be the same. The generator is sfc32, seeded by hashing the names.
 */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** A whole number, both ends included. */
  int(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** Prefers early items: about as many picks for the first tenth as for the rest of a long list. */
  pickSkewed<T>(items: readonly T[]): T
  /** Exponential with this mean: waiting times. */
  wait(mean: number): number
  /** Log-normal with this median and spread: durations that are mostly short and sometimes very long. */
  spread(median: number, sigma: number): number
  uuid(): string
}

const HEX = Buffer.from('0123456789abcdef')
/** Where each digit of a braced uuid goes; 36 hexadecimal characters with four dashes between. */
const TEMPLATE = Buffer.from('{00000000-0000-0000-0000-000000000000}')

export function randomStream(seed: number, ...names: (string | number)[]): Random {
  const state = seedState(seed, names)
  const next32 = sfc32(state)
  for (let i = 0; i < 8; i++) next32()
  const scratch = Buffer.from(TEMPLATE)
  const next = () => next32() / 4294967296
  const wait = (mean: number) => -Math.log(1 - next()) * mean
  return {
    next,
    wait,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => at(items, Math.floor(next() * items.length)),
    pickSkewed: (items) => at(items, Math.floor(next() ** 2.2 * items.length)),
    spread: (median, sigma) => median * Math.exp(sigma * normal(next)),
    uuid: () => uuid(next32, scratch),
  }
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}

/**
 * Version 4 by its bits, as Bitbucket's are. Written through a buffer, because a string put together from pieces keeps a
 * kilobyte of pieces for its 38 characters.
 */
function uuid(next32: () => number, scratch: Buffer): string {
  let bits = 0
  let left = 0
  for (let i = 1; i < 37; i++) {
    if (TEMPLATE[i] === DASH) continue
    if (left === 0) {
      bits = next32()
      left = 8
    }
    scratch[i] = HEX[bits & 15] ?? 0
    bits >>>= 4
    left--
  }
  scratch[15] = FOUR
  scratch[20] = VARIANTS[(scratch[20] ?? 0) & 3] ?? 0
  return scratch.toString('latin1')
}

const DASH = 45
const FOUR = 52
const VARIANTS = Buffer.from('89ab')

function seedState(seed: number, names: readonly (string | number)[]): Uint32Array {
  // FNV-1a over the names, once per word with another start, then mixed: neighbouring seeds share nothing.
  const text = `${seed}/${names.join('/')}`
  const state = new Uint32Array(4)
  for (let word = 0; word < 4; word++) {
    let hash = 0x811c9dc5 ^ Math.imul(word + 1, 0x9e3779b9)
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    state[word] = hash ^ (hash >>> 13)
  }
  return state
}

function sfc32(state: Uint32Array): () => number {
  let [a = 0, b = 0, c = 0, d = 0] = state
  return () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
}
