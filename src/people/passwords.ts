import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/*
 * OWASP's scrypt settings of 32 MB: N = 2^15, r = 8, p = 3 (128 · N · r bytes). Node computes it on its pool of four
 * threads, so that a rush of sign-ins takes 128 MB at most and never blocks the event loop.
 */
const cost = { N: 2 ** 15, r: 8, p: 3 }
const hashBytes = 32

/** `scrypt$N$r$p$salt$hash`: old hashes keep working when the cost is raised. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, cost, hashBytes)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), hash.toString('base64')].join('$')
}

/** Takes as long without a stored hash as with one, so that nobody learns which addresses have an account. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const { salt, hash, ...parameters } = parse(stored ?? nobodys)
  const computed = await derive(password, salt, parameters, hash.length)
  return timingSafeEqual(computed, hash) && stored !== undefined
}

const nobodys = ['scrypt', cost.N, cost.r, cost.p, Buffer.alloc(16), Buffer.alloc(hashBytes)]
  .map((part) => (Buffer.isBuffer(part) ? part.toString('base64') : part))
  .join('$')

function parse(stored: string) {
  const [name, N, r, p, salt, hash] = stored.split('$')
  if (name !== 'scrypt' || !salt || !hash) throw new Error('A stored password is not a scrypt hash')
  return {
    N: Number(N),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

interface Cost {
  readonly N: number
  readonly r: number
  readonly p: number
}

function derive(password: string, salt: Buffer, { N, r, p }: Cost, length: number): Promise<Buffer> {
  // Node refuses what needs more than 32 MB unless told; scrypt takes a little more than 128 · N · r.
  const options: ScryptOptions = { N, r, p, maxmem: 128 * N * r + 2 ** 20 * 16 }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, length, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}
