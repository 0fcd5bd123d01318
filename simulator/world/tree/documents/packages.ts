/** The package files of nine formats, with dependencies whose versions move. */
import type { Random } from '../../random.ts'

export interface Dependency {
  name: string
  /** `major.minor.patch`. */
  version: string
}

export type Ecosystem = 'npm' | 'yarn' | 'pnpm' | 'pip' | 'pipenv' | 'nuget' | 'maven' | 'go'

const LIBRARIES: Readonly<Record<Ecosystem, readonly string[]>> = {
  npm: ['express', 'lodash', 'pino', 'zod', 'undici', 'date-fns', 'vitest', 'typescript'],
  yarn: ['react', 'react-dom', 'vite', 'classnames', 'redux', 'eslint', 'prettier'],
  pnpm: ['vue', 'pinia', 'axios', 'nanoid', 'tsx', 'rollup', '@vue/compiler-sfc'],
  pip: ['requests', 'flask', 'sqlalchemy', 'pytest', 'numpy', 'pandas', 'pydantic'],
  pipenv: ['django', 'celery', 'redis', 'gunicorn', 'psycopg2', 'boto3'],
  nuget: ['Newtonsoft.Json', 'Serilog', 'Dapper', 'Polly', 'AutoMapper', 'xunit'],
  maven: ['spring-boot-starter-web', 'guava', 'jackson-databind', 'slf4j-api', 'junit-jupiter', 'postgresql'],
  go: [
    'github.com/gorilla/mux',
    'github.com/stretchr/testify',
    'go.uber.org/zap',
    'github.com/google/uuid',
    'golang.org/x/sync',
  ],
}

const MAVEN_GROUPS: Readonly<Record<string, string>> = {
  'spring-boot-starter-web': 'org.springframework.boot',
  guava: 'com.google.guava',
  'jackson-databind': 'com.fasterxml.jackson.core',
  'slf4j-api': 'org.slf4j',
  'junit-jupiter': 'org.junit.jupiter',
  postgresql: 'org.postgresql',
}

export function pickDependencies(random: Random, ecosystem: Ecosystem): Dependency[] {
  return LIBRARIES[ecosystem]
    .filter(() => random.chance(0.8))
    .map((name) => ({ name, version: `${random.int(1, 9)}.${random.int(0, 20)}.${random.int(0, 9)}` }))
}

/** The next release of one dependency. */
export function bumped(version: string, random: Random): string {
  const [major = 1, minor = 0, patch = 0] = version.split('.').map(Number)
  if (random.chance(0.1)) return `${major + 1}.0.0`
  return random.chance(0.5) ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`
}

/** The files of one package, by name. */
export function packageFiles(
  ecosystem: Ecosystem,
  name: string,
  release: string,
  deps: readonly Dependency[],
): [string, string][] {
  switch (ecosystem) {
    case 'npm':
      return [
        ['package.json', packageJson(name, release, deps)],
        ['package-lock.json', packageLock(name, release, deps)],
      ]
    case 'yarn':
      return [
        ['package.json', packageJson(name, release, deps)],
        ['yarn.lock', yarnLock(deps)],
      ]
    case 'pnpm':
      return [
        ['package.json', packageJson(name, release, deps)],
        ['pnpm-lock.yaml', pnpmLock(deps)],
      ]
    case 'pip':
      return [['requirements.txt', requirements(deps)]]
    case 'pipenv':
      return [
        ['Pipfile', pipfile(deps)],
        ['Pipfile.lock', pipfileLock(deps)],
      ]
    case 'nuget':
      return [
        ['packages.lock.json', nugetLock(deps)],
        [`${name}.csproj`, csproj(deps)],
      ]
    case 'maven':
      return [['pom.xml', pom(name, release, deps)]]
    case 'go':
      return [
        ['go.mod', goMod(name, deps)],
        ['go.sum', goSum(deps)],
      ]
  }
}

function packageJson(name: string, release: string, deps: readonly Dependency[]): string {
  const dependencies = Object.fromEntries(deps.map((dep) => [dep.name, `^${dep.version}`]))
  const manifest = {
    name: `@harbourline/${name}`,
    version: release,
    private: true,
    scripts: { test: 'node --test' },
    dependencies,
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

function packageLock(name: string, release: string, deps: readonly Dependency[]): string {
  const packages: Record<string, unknown> = {
    '': {
      name: `@harbourline/${name}`,
      version: release,
      dependencies: Object.fromEntries(deps.map((d) => [d.name, `^${d.version}`])),
    },
  }
  for (const dep of deps)
    packages[`node_modules/${dep.name}`] = { version: dep.version, integrity: checksum('sha512', dep) }
  return `${JSON.stringify({ name: `@harbourline/${name}`, version: release, lockfileVersion: 3, requires: true, packages }, null, 2)}\n`
}

function yarnLock(deps: readonly Dependency[]): string {
  const entries = deps.map(
    (d) => `"${d.name}@^${d.version}":\n  version "${d.version}"\n  integrity ${checksum('sha512', d)}\n`,
  )
  return `# yarn lockfile v1\n\n\n${entries.join('\n')}`
}

function pnpmLock(deps: readonly Dependency[]): string {
  const direct = deps
    .map((d) => `      '${d.name}':\n        specifier: ^${d.version}\n        version: ${d.version}\n`)
    .join('')
  const packages = deps
    .map((d) => `  '${d.name}@${d.version}':\n    resolution: {integrity: ${checksum('sha512', d)}}\n`)
    .join('\n')
  return `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n${direct}\npackages:\n\n${packages}`
}

function requirements(deps: readonly Dependency[]): string {
  return `# runtime\n${deps.map((d) => `${d.name}==${d.version}\n`).join('')}`
}

function pipfile(deps: readonly Dependency[]): string {
  return `[[source]]\nurl = "https://pypi.example/simple"\nname = "main"\n\n[packages]\n${deps.map((d) => `${d.name} = "*"\n`).join('')}`
}

function pipfileLock(deps: readonly Dependency[]): string {
  const packages = Object.fromEntries(
    deps.map((d) => [d.name, { hashes: [checksum('sha256', d)], version: `==${d.version}` }]),
  )
  return `${JSON.stringify({ _meta: { 'pipfile-spec': 6 }, default: packages, develop: {} }, null, 4)}\n`
}

function nugetLock(deps: readonly Dependency[]): string {
  const net8 = Object.fromEntries(
    deps.map((d) => [
      d.name,
      { type: 'Direct', requested: `[${d.version}, )`, resolved: d.version, contentHash: checksum('', d) },
    ]),
  )
  return `${JSON.stringify({ version: 1, dependencies: { 'net8.0': net8 } }, null, 2)}\n`
}

function csproj(deps: readonly Dependency[]): string {
  const references = deps
    .map((d) => `    <PackageReference Include="${d.name}" Version="${d.version}" />\n`)
    .join('')
  return `<Project Sdk="Microsoft.NET.Sdk">\n  <ItemGroup>\n${references}  </ItemGroup>\n</Project>\n`
}

function pom(name: string, release: string, deps: readonly Dependency[]): string {
  const entries = deps.map(
    (d) =>
      `    <dependency>\n      <groupId>${MAVEN_GROUPS[d.name] ?? 'org.example'}</groupId>\n      <artifactId>${d.name}</artifactId>\n      <version>${d.version}</version>\n    </dependency>\n`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<project>\n  <modelVersion>4.0.0</modelVersion>\n  <groupId>example.harbourline</groupId>\n  <artifactId>${name}</artifactId>\n  <version>${release}</version>\n  <dependencies>\n${entries.join('')}  </dependencies>\n</project>\n`
}

function goMod(name: string, deps: readonly Dependency[]): string {
  return `module harbourline.example/${name}\n\ngo 1.22\n\nrequire (\n${deps.map((d) => `\t${d.name} v${d.version}\n`).join('')})\n`
}

function goSum(deps: readonly Dependency[]): string {
  return deps
    .map(
      (d) =>
        `${d.name} v${d.version} ${checksum('h1', d, ':')}\n${d.name} v${d.version}/go.mod ${checksum('h1', { ...d, name: `${d.name}/mod` }, ':')}\n`,
    )
    .join('')
}

/** Not a real digest of anything: the shape of one, from the name and version. */
function checksum(algorithm: string, dep: Dependency, separator = '-'): string {
  const text = Buffer.from(`${dep.name}@${dep.version}`.padEnd(32, '=')).toString('base64url').slice(0, 43)
  return algorithm === '' ? `${text}=` : `${algorithm}${separator}${text}=`
}
