/** The twelve repositories that open every world, so that the smallest one shows every quirk; later ones follow by chance. */
import type { Random } from '../random.ts'
import type { Ecosystem } from '../tree/documents/packages.ts'
import type { Language } from '../tree/line.ts'
import { PRODUCTS, SHAPES } from './words.ts'

export interface Archetype {
  slug: string
  language: Language
  ecosystem: Ecosystem | null
  /** Share of the pull requests that the huge repository leaves. */
  weight: number
  workspace: number
  monorepo?: boolean
  huge?: boolean
  archived?: boolean
  empty?: boolean
  forbidden?: boolean
  /** Ordinal of the repository it was forked from. */
  forkOf?: number
  renamedFrom?: string
  public?: boolean
  issues?: boolean
  pipelines?: boolean
  deploys?: boolean
  longLived?: string[]
}

const delivered = { pipelines: true, deploys: true }

/** Weights sum to 130: with 70 pull requests of the huge one, the 200 of the smallest world. */
const OPENING: readonly Archetype[] = [
  {
    slug: 'platform-core',
    language: 'go',
    ecosystem: 'go',
    weight: 0,
    workspace: 0,
    huge: true,
    ...delivered,
    longLived: ['release/1.x'],
  },
  {
    slug: 'commerce',
    language: 'typescript',
    ecosystem: null,
    weight: 34,
    workspace: 0,
    monorepo: true,
    ...delivered,
    issues: true,
  },
  {
    slug: 'checkout-api',
    language: 'java',
    ecosystem: 'maven',
    weight: 24,
    workspace: 0,
    ...delivered,
    longLived: ['develop'],
  },
  {
    slug: 'identity-service',
    language: 'typescript',
    ecosystem: 'npm',
    weight: 18,
    workspace: 0,
    ...delivered,
  },
  {
    slug: 'web-storefront',
    language: 'typescript',
    ecosystem: 'yarn',
    weight: 18,
    workspace: 0,
    ...delivered,
    public: true,
  },
  { slug: 'data-pipeline', language: 'python', ecosystem: 'pip', weight: 12, workspace: 0, pipelines: true },
  {
    slug: 'infra-live',
    language: 'terraform',
    ecosystem: null,
    weight: 8,
    workspace: 0,
    renamedFrom: 'infrastructure',
    issues: true,
  },
  { slug: 'labs-forecast', language: 'csharp', ecosystem: 'nuget', weight: 6, workspace: 1, ...delivered },
  {
    slug: 'legacy-billing',
    language: 'java',
    ecosystem: 'maven',
    weight: 6,
    workspace: 0,
    archived: true,
    issues: true,
  },
  { slug: 'checkout-api-fork', language: 'java', ecosystem: 'maven', weight: 0, workspace: 0, forkOf: 2 },
  { slug: 'sandbox', language: 'typescript', ecosystem: null, weight: 0, workspace: 0, empty: true },
  {
    slug: 'vault-policies',
    language: 'terraform',
    ecosystem: null,
    weight: 4,
    workspace: 0,
    forbidden: true,
  },
]

const STACKS: readonly [Language, Ecosystem | null][] = [
  ['typescript', 'npm'],
  ['java', 'maven'],
  ['go', 'go'],
  ['typescript', 'pnpm'],
  ['python', 'pip'],
  ['csharp', 'nuget'],
  ['typescript', 'yarn'],
  ['python', 'pipenv'],
  ['terraform', null],
]

export function archetypeOf(random: Random, ordinal: number, workspaces: number): Archetype {
  return OPENING[ordinal] ?? later(random, ordinal, workspaces)
}

function later(random: Random, ordinal: number, workspaces: number): Archetype {
  const [language, ecosystem] = random.pickSkewed(STACKS)
  const given = slugOf(ordinal - OPENING.length)
  const slug = OPENING.some((one) => one.slug === given) ? `${given}-next` : given
  const workspace = workspaces > 1 && random.chance(0.12) ? random.int(1, workspaces - 1) : 0
  const base = { slug, language, ecosystem, workspace, weight: 0 }
  const roll = random.next()
  if (roll < 0.03) return { ...base, empty: true }
  // A fork of one of the first lively repositories.
  if (roll < 0.06) return { ...base, slug: `${slug}-fork`, workspace: 0, forkOf: random.pick([2, 2, 3, 4]) }
  const weight = random.spread(14, 1)
  const pipelines = random.chance(0.75)
  const usual = {
    ...base,
    weight,
    pipelines,
    deploys: pipelines && random.chance(0.6),
    issues: random.chance(0.1),
  }
  if (roll < 0.1) return { ...usual, weight: weight / 4, archived: true }
  if (roll < 0.13) return { ...usual, renamedFrom: `old-${slug}` }
  if (roll < 0.18) return { ...usual, weight: weight * 1.5, monorepo: true }
  return { ...usual, public: random.chance(0.04), ...(random.chance(0.12) ? { longLived: ['develop'] } : {}) }
}

/** 600 names, then the same again for each region. */
function slugOf(n: number): string {
  const product = PRODUCTS[n % PRODUCTS.length] ?? 'thing'
  const shape = SHAPES[(Math.floor(n / PRODUCTS.length) + n) % SHAPES.length] ?? 'service'
  const region = Math.floor(n / (PRODUCTS.length * SHAPES.length))
  return region === 0
    ? `${product}-${shape}`
    : `${['eu', 'us', 'apac', 'latam', 'mea'][region - 1] ?? `r${region}`}-${product}-${shape}`
}
