import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { templates } from '../defaults/index.ts'
import { type Engine, openEngine } from '../jq/engine.ts'
import { checkMapping } from './check.ts'

let engine: Engine
beforeAll(() => {
  engine = openEngine()
})
afterAll(() => engine?.close())

const findings = async (text: string) =>
  (await checkMapping(engine, text)).findings.map(
    ({ level, line, column, message, mended }) =>
      `${line}:${column} ${level} ${message}${mended === null ? '' : ` → ${mended}`}`,
  )

/** A mapping with one resource, whose parts a test replaces. */
function mapping({
  kind = 'repository',
  selector = "query: 'true'",
  port = '',
  identifier = '.uuid',
  rest = '',
  top = '',
}: Partial<Record<'kind' | 'selector' | 'port' | 'identifier' | 'rest' | 'top', string>> = {}): string {
  return `${top}resources:
  - kind: ${kind}
    selector:
      ${selector}
    port:
      ${port}entity:
        mappings:
          identifier: ${identifier}
          blueprint: '"thing"'
          ${rest}
`
}

describe('a mapping', () => {
  it.each(templates)('that ships has nothing to find: $name', async ({ text }) => {
    const { config, findings: found } = await checkMapping(engine, text)
    expect(found).toEqual([])
    expect(config?.resources.length).toBeGreaterThan(2)
  })

  it('written for Port is taken as it is', async () => {
    const text = mapping({
      selector: "query: .name | startswith('app')\n      userRole: member",
      identifier: ".workspace.slug + '/' + .slug",
      rest: "team: null\n          properties:\n            'size': 5\n            on: true",
      top: 'entityDeletionThreshold: 0.5\n',
    })
    const { config, findings: found } = await checkMapping(engine, text)
    expect(found.map(({ level }) => level)).toEqual(['warning'])
    expect(config).toMatchObject({
      createMissingRelatedEntities: true,
      deleteDependentEntities: true,
      entityDeletionThreshold: 0.5,
      resources: [
        {
          line: 3,
          selector: { query: '.name | startswith("app")' },
          mappings: [
            {
              identifier: '.workspace.slug + "/" + .slug',
              team: null,
              properties: { size: '5', on: 'true' },
            },
          ],
        },
      ],
    })
  })

  it.each([
    [
      'an unknown key',
      mapping({ rest: 'propertys: {}' }),
      '10:11 error There is no propertys here. Did you mean properties? → properties',
    ],
    [
      'an unknown key at the top',
      mapping({ top: 'createMissing: true\n' }),
      '1:1 error There is no createMissing here.',
    ],
    [
      'an option of another kind',
      mapping({ kind: 'project', selector: "query: 'true'\n      repoQuery: x" }),
      '5:7 error There is no repoQuery here.',
    ],
    [
      'an unknown kind',
      mapping({ kind: 'pullrequest' }),
      '2:11 error `kind` has to be one of project, repository, pull-request, folder, file, user.',
    ],
    [
      'a query that is missing',
      mapping({ selector: 'includedFiles: []' }),
      '4:7 error A `query` says which records are mapped; `true` maps all.',
    ],
    ['JQ that is none', mapping({ identifier: '.uuid |' }), '8:23 error jq does not take it: syntax error'],
    ['a function that nobody knows', mapping({ identifier: 'slugify(.name)' }), 'slugify/1 is not defined'],
    [
      'a look at the environment',
      mapping({ identifier: 'env.HOME' }),
      '8:23 error jq does not take it: env may not be used here.',
    ],
    [
      'a look at the environment within a text',
      mapping({ identifier: `'"\\($ENV.HOME)"'` }),
      '$ENV may not be used here.',
    ],
    ['a look at the next record', mapping({ identifier: 'input.uuid' }), 'input may not be used here.'],
    ['an end of everything', mapping({ identifier: 'halt_error' }), 'halt_error may not be used here.'],
    [
      'a list for an expression',
      mapping({ identifier: '[.uuid]' }),
      '8:23 error It has to be a JQ expression.',
    ],
    [
      'nested properties',
      mapping({ rest: 'properties: {a: {b: .c}}' }),
      '10:27 error It has to be a JQ expression.',
    ],
    [
      'a share above one',
      mapping({ top: 'entityDeletionThreshold: 1.5\n' }),
      '1:26 error The share of entities',
    ],
    [
      'a yes for a share',
      mapping({ top: 'entityDeletionThreshold: true\n' }),
      '1:26 error The share of entities',
    ],
    [
      'a role that nobody has',
      mapping({ selector: "query: 'true'\n      userRole: king" }),
      '5:17 error It has to be one of member, contributor, admin, owner.',
    ],
    [
      'files as a list',
      mapping({ kind: 'file', selector: "query: 'true'\n      files: [{path: '*'}]" }),
      '5:14 error `files` is one object',
    ],
    [
      'repo for repos',
      mapping({ kind: 'file', selector: "query: 'true'\n      files: {path: '*', repo: [a]}" }),
      'There is no repo here. Did you mean repos? → repos',
    ],
    ['folders without a list', mapping({ kind: 'folder' }), '4:7 error `folders` is a list'],
    [
      'repositories as texts',
      mapping({ kind: 'folder', selector: "query: 'true'\n      folders: [{path: a, repos: [shop]}]" }),
      'A repository of a folder is an object with a `name`. → name: shop',
    ],
    [
      'a filter that is none',
      mapping({ selector: "query: 'true'\n      repoQuery: name = = a" }),
      '5:18 error The filter',
    ],
    [
      'a day that is none',
      mapping({ kind: 'pull-request', selector: "query: 'true'\n      since: yesterday" }),
      'It has to be a day',
    ],
    [
      'a state that is none',
      mapping({ kind: 'pull-request', selector: "query: 'true'\n      states: [CLOSED]" }),
      'It has to be one of OPEN',
    ],
    [
      'no pull requests at all',
      mapping({ kind: 'pull-request', selector: "query: 'true'\n      maxResults: 0" }),
      'It has to be a whole number above 0.',
    ],
    [
      'a search without a rule',
      mapping({ identifier: '{combinator: \'"and"\'}' }),
      'A search has a list of `rules`.',
    ],
    [
      'half a rule',
      mapping({ identifier: '{combinator: \'"and"\', rules: [{property: \'"a"\', value: .b}]}' }),
      '`operator` is missing.',
    ],
    [
      'no mapping',
      'resources:\n  - kind: project\n    selector: {query: "true"}\n    port: {}\n',
      '`entity.mappings` has to be an object',
    ],
    ['no resources', 'createMissingRelatedEntities: true\n', '`resources` has to be a list'],
    ['a list in place of an object', '- a\n- b\n', 'A mapping is an object'],
    ['nothing', '', 'A mapping is an object'],
    ['YAML that is none', 'resources: [\n  - :\n', 'error'],
    ['the same key twice', mapping({ rest: 'blueprint: \'"other"\'' }), 'Map keys must be unique.'],
  ])('with %s is told what is wrong, and where', async (_, text, message) => {
    const found = await findings(text)
    expect(found.join('\n')).toContain(message)
    expect((await checkMapping(engine, text)).config).toBeNull()
  })

  it.each([
    [
      'identifier of a pull request',
      mapping({ kind: 'pull-request', identifier: '.destination.repository.name + (.id|tostring)' }),
      '.destination.repository.uuid[1:-1] + "/" + (.id | tostring)',
    ],
    ['identifier of a repository', mapping({ identifier: '.name' }), '.uuid[1:-1]'],
    [
      'reviewers',
      mapping({ kind: 'pull-request', rest: "properties: {reviewers: '[.reviewers[].user.display_name]'}" }),
      '[.reviewers[].display_name]',
    ],
    ['main branch', mapping({ rest: 'properties: {branch: .main_branch}' }), '.mainbranch.name'],
  ])('is shown the mended line beside one that is known to be wrong: %s', async (_, text, mended) => {
    const { config, findings: found } = await checkMapping(engine, text)
    expect(found.map((one) => [one.level, one.mended])).toEqual([['warning', mended]])
    expect(config).not.toBeNull()
  })

  it.each([
    ['a role', mapping({ selector: "query: 'true'\n      userRole: owner" })],
    [
      'another branch',
      mapping({
        kind: 'folder',
        selector: "query: 'true'\n      folders: [{path: a, repos: [{name: shop, branch: next}]}]",
      }),
    ],
    [
      'files of pull requests',
      mapping({ kind: 'pull-request', selector: "query: 'true'\n      includedFiles: [README.md]" }),
    ],
  ])('is told where it asks for what changes nothing: %s', async (_, text) => {
    const { config, findings: found } = await checkMapping(engine, text)
    expect(found).toMatchObject([
      { level: 'warning', message: expect.stringContaining('It changes nothing') },
    ])
    expect(config).not.toBeNull()
  })

  it('that is huge, or grows when it is read, is refused at once', async () => {
    const began = performance.now()
    expect((await findings(`resources: [${'a,'.repeat(5_000_000)}]`))[0]).toContain('larger than 1 MB')
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]']
    for (let at = 1; at < 9; at += 1) {
      const before = String.fromCharCode(96 + at)
      bomb.push(
        `${String.fromCharCode(97 + at)}: &${String.fromCharCode(97 + at)} [${`*${before},`.repeat(9)}]`,
      )
    }
    const found = await findings(`${bomb.join('\n')}\nresources: *i\n`)
    expect(found.length).toBeGreaterThan(0)
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})
