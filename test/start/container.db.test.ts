import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeSettings, packageVersion } from '../../src/config.ts'

const root = join(import.meta.dirname, '../..')

function read(name: string): string {
  return readFileSync(join(root, name), 'utf8')
}

/** Instructions with their continuation lines joined, by stage. */
function stages(): string[][] {
  const lines = read('Dockerfile')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  const found: string[][] = []
  for (const line of lines) {
    if (line.startsWith('FROM ')) found.push([])
    found.at(-1)?.push(line)
  }
  return found
}

function words(stage: readonly string[], instruction: string): string[][] {
  return stage
    .filter((line) => line.startsWith(`${instruction} `))
    .map((line) => line.slice(instruction.length).trim().split(/\s+/))
}

/** What a stage copies from the checkout: sources and target. */
function copies(stage: readonly string[]): { sources: string[]; target: string }[] {
  return words(stage, 'COPY')
    .filter(([first]) => !first?.startsWith('--from'))
    .map((parts) => ({ sources: parts.slice(0, -1), target: parts.at(-1) ?? '' }))
}

const [build = [], final = []] = stages()
const manifest = JSON.parse(read('package.json')) as { engines: { node: string } }
const settings = new Set(describeSettings().map((setting) => setting.env))
const port = describeSettings().find((setting) => setting.env === 'WINDLASS_PORT')?.default ?? ''

describe('the Dockerfile', () => {
  it('has a stage that builds and one that runs', () => {
    expect(stages()).toHaveLength(2)
  })

  it('copies only what is there', () => {
    const sources = [build, final].flatMap((stage) => copies(stage).flatMap((copy) => copy.sources))
    expect(sources.length).toBeGreaterThan(10)
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([])
  })

  it('leaves out of its context nothing that it copies', () => {
    const ignored = new Set(read('.dockerignore').trim().split('\n'))
    const sources = [build, final].flatMap((stage) => copies(stage).flatMap((copy) => copy.sources))
    expect(sources.filter((source) => ignored.has(source))).toEqual([])
    for (const name of ['node_modules', 'data', '.git', 'dist']) expect(ignored).toContain(name)
  })

  it('runs both stages on one Node.js that the package allows', () => {
    const [least = '0'] = /\d+/.exec(manifest.engines.node) ?? []
    const images = [build, final].map((stage) => words(stage, 'FROM')[0]?.[0] ?? '')
    expect(new Set(images).size).toBe(1)
    expect(Number(/^node:(\d+)-/.exec(images[0] ?? '')?.[1])).toBeGreaterThanOrEqual(Number(least))
  })

  it('sets only variables that exist, and exposes the port that is the default', () => {
    const names = words(final, 'ENV').map(([pair]) => pair?.split('=')[0] ?? '')
    expect(names.filter((name) => name !== 'NODE_ENV' && !settings.has(name))).toEqual([])
    expect(words(final, 'EXPOSE')).toEqual([[port]])
  })

  it('ends as a user that is not root, with its data in a volume', () => {
    expect(words(final, 'USER').at(-1)).toEqual(['node'])
    const data = words(final, 'ENV').find(([pair]) => pair?.startsWith('WINDLASS_DATA='))?.[0]
    expect(words(final, 'VOLUME')).toEqual([[data?.split('=')[1]]])
  })

  it('asks for the health at an address the server answers', () => {
    const check = final.find((line) => line.startsWith('HEALTHCHECK')) ?? ''
    expect(check).toContain(`?? ${port}}/healthz`)
    const command = JSON.parse(check.slice(check.indexOf('['))) as string[]
    expect(() => execFileSync(process.execPath, ['--check', '-'], { input: command[2] })).not.toThrow()
  })

  it('copies into the image all that the program is made of', () => {
    const image = mkdtempSync(join(tmpdir(), 'windlass-image-'))
    try {
      for (const { sources, target } of copies(final)) {
        for (const source of sources) {
          const place = sources.length > 1 ? join(target, basename(source)) : target
          cpSync(join(root, source), join(image, place), { recursive: true })
        }
      }
      // What the stage before brings: the packages, and what it built.
      expect(
        words(final, 'COPY')
          .filter(([from]) => from === '--from=build')
          .map((parts) => parts.at(-1)),
      ).toEqual(['node_modules', 'dist'])
      symlinkSync(join(root, 'node_modules'), join(image, 'node_modules'))
      const compiler = join(root, 'node_modules/typescript/bin/tsc')
      const args = [compiler, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', join(image, 'dist')]
      execFileSync(process.execPath, args, { cwd: root })
      const entry = JSON.parse(
        final.find((line) => line.startsWith('ENTRYPOINT'))?.slice(11) ?? '',
      ) as string[]
      const said = execFileSync(process.execPath, [...entry.slice(1), '--version'], {
        cwd: image,
        encoding: 'utf8',
      })
      expect(said.trim()).toBe(packageVersion())
    } finally {
      rmSync(image, { recursive: true, force: true })
    }
  })
})

describe('compose.yaml', () => {
  const text = read('compose.yaml')

  /** The lines below a key, by their indentation. */
  function below(lines: string, key: string): string {
    const found = new RegExp(`^( *)${key}:\\n((?:\\1 +.*\\n|\\n)*)`, 'm').exec(lines)
    return found?.[2] ?? ''
  }

  it('gives Windlass only variables that exist', () => {
    for (const service of ['windlass', 'worker']) {
      const names = [...below(below(text, service), 'environment').matchAll(/^ +(\w+):/gm)].map(
        (match) => match[1],
      )
      expect(names).toContain('DATABASE_URL')
      expect(names.filter((name) => !settings.has(name ?? ''))).toEqual([])
    }
  })

  it('publishes the port on loopback alone', () => {
    expect(below(below(text, 'windlass'), 'ports').match(/^ +- .*$/gm)).toEqual([
      `      - "127.0.0.1:${port}:${port}"`,
    ])
  })

  it('declares every volume it mounts', () => {
    const mounted = [...text.matchAll(/^ +- (\w+):\//gm)].map((match) => match[1])
    const declared = [...text.slice(text.indexOf('\nvolumes:')).matchAll(/^ {2}(\w+):/gm)].map(
      (match) => match[1],
    )
    expect(declared.sort()).toEqual([...new Set(mounted)].sort())
  })

  it('waits longer for the end than Windlass takes', () => {
    const periods = [...text.matchAll(/stop_grace_period: (\d+)s/g)].map((match) => Number(match[1]))
    expect(periods).toHaveLength(2)
    for (const period of periods) expect(period).toBeGreaterThan(10)
  })

  it('asks for the password and holds none', () => {
    expect(text).toContain(`POSTGRES_PASSWORD: \${DATABASE_PASSWORD:?`)
  })
})
