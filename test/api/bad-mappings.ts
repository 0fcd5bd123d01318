/** A mapping that somebody should not have written, and what has to become of it. */
export type BadMapping = {
  readonly name: string
  readonly text: string
} & (
  | {
      /** It is not even looked at. */
      readonly tells: 'refusal'
      readonly status: number
      readonly code: string
    }
  | {
      /** It is told what is wrong, at line and column; nothing is mapped, and it cannot be saved. */
      readonly tells: 'finding'
      readonly at: `${number}:${number}`
      readonly message: RegExp
    }
  | {
      /** It is a mapping: each record tells what went wrong with it, and keeps what it had. */
      readonly tells: 'records'
      readonly field: string
      readonly message: RegExp
    }
  | {
      /** It does no harm, and means what it says. */
      readonly tells: 'nothing'
      readonly properties: Readonly<Record<string, unknown>>
    }
)

/** A mapping with one expression, which stands at line 7, column 13. */
const withJq = (jq: string): string => `resources:
  - kind: project
    selector: {query: 'true'}
    port: {entity: {mappings: {
      identifier: .key,
      blueprint: '"berth"', properties: {
      text: ${JSON.stringify(jq)}}}}}
`
const tooMuch = /took too long|took too much memory|too large|breaks down|was not tried/

const grows = (name: string, jq: string, message = tooMuch): BadMapping => ({
  ...{ name, text: withJq(jq), tells: 'records', field: 'properties.text', message },
})
const forbidden = (name: string, jq: string, message = /may not be used here/): BadMapping => ({
  ...{ name, text: withJq(jq), tells: 'finding', at: '7:13', message },
})

/** A file whose resources have something else in place of the query, at line 3, column 22. */
const withQuery = (query: string): string => `resources:
  - kind: project
    selector: {query: ${query}}
    port: {entity: {mappings: {identifier: .key, blueprint: '"berth"'}}}
`

const laughs = (levels: number): string => {
  const rules = Array.from({ length: levels }, (_, at) => {
    const inner =
      at === 0
        ? ''
        : Array(9)
            .fill(`*r${at - 1}`)
            .join(', ')
    return `        - &r${at} {combinator: '"and"', rules: [${inner}]}`
  })
  return `resources:
  - kind: project
    selector: {query: 'true'}
    port: {entity: {mappings: {identifier: .key, blueprint: '"berth"', relations: {crew: {
      combinator: '"and"',
      rules: [
${rules.map((rule) => rule.replace('- ', '')).join(',\n')}]}}}}}
`
}

export const badMappings: readonly BadMapping[] = [
  grows('a loop without end', 'last(range(1e15))'),
  grows('a list without end', '[range(1e12)] | length'),
  grows('a function that calls itself', 'def f: 1 + f; f'),
  grows('a function that only calls itself', 'def f: f; f'),
  grows('a repetition without end', '[limit(1e9; repeat("x"))] | length'),
  grows('a text that is repeated', '.name * 1e9 | length'),
  grows('a text that doubles', 'reduce range(40) as $i (.name; . + .) | length'),
  grows('a list that doubles', 'reduce range(40) as $i ([1]; . + .) | length'),
  grows('a value that stands in itself twice, again and again', `${'[., .] | '.repeat(40)}tostring`),
  grows('a result that is too large', '[range(4e6) | tostring]'),
  grows('a path that goes down without end', 'reduce range(1e6) as $i (.; {a: .}) | tostring'),
  grows('a search for a pattern that backtracks', '("a" * 40) + "!" | test("^(?=a)(a+)+$")', /./),
  forbidden('the environment', 'env.DATABASE_URL'),
  forbidden('the environment by its variable', '$ENV.DATABASE_URL'),
  forbidden('the environment in a text', '"\\(env)"'),
  forbidden('the environment in a function', 'def f: env; f'),
  forbidden('the next record', 'input'),
  forbidden('all other records', '[inputs]'),
  forbidden('the file that is read', 'input_filename'),
  forbidden('a module', 'import "/etc/passwd" as $p; $p'),
  forbidden('the folders of modules', 'get_search_list'),
  forbidden('an end of the engine', 'halt_error'),
  forbidden('the log', 'debug'),
  forbidden('more than one expression', '.a) | (.b', /jq does not take it: syntax error/),
  forbidden('brackets in brackets', `${'('.repeat(50_000)}.${')'.repeat(50_000)}`, /breaks down/),
  forbidden('texts in texts', `${'"\\('.repeat(9_000)}1${')"'.repeat(9_000)}`),
  forbidden('steps without end', '.a'.repeat(60_000), /breaks down/),
  {
    name: 'names for parts that grow without end',
    text: laughs(9),
    ...{ tells: 'finding', at: '1:1', message: /would grow without end/ },
  },
  {
    name: 'a part that stands in itself',
    text: withQuery(`'true'`).replace(
      `'"berth"'`,
      `'"berth"', relations: {crew: &r {combinator: '"and"', rules: [*r]}}`,
    ),
    ...{ tells: 'finding', at: '1:1', message: /would grow without end/ },
  },
  {
    name: 'lists in lists',
    text: `resources: ${'['.repeat(100_000)}`,
    ...{ tells: 'finding', at: '1:211', message: /too deep/ },
  },
  {
    name: 'lists in lists, line by line',
    text: `resources:\n${'- '.repeat(50_000)}\n`,
    ...{ tells: 'finding', at: '2:398', message: /too deep/ },
  },
  {
    name: 'brackets in a filter',
    text: withQuery(`'true', repoQuery: "${'('.repeat(90_000)}"`).replace('project', 'repository'),
    ...{ tells: 'finding', at: '3:42', message: /too many \(/ },
  },
  {
    name: '10 MB',
    text: `# ${'x'.repeat(10 * 2 ** 20)}\n`,
    tells: 'refusal',
    status: 413,
    code: 'too_large',
  },
  {
    name: 'a text that is too long',
    text: `# ${'x'.repeat(200_000)}\n`,
    ...{ tells: 'refusal', status: 400, code: 'invalid_input' },
  },
  {
    name: 'one key twice',
    text: withQuery(`'true', query: 'false'`),
    ...{ tells: 'finding', at: '3:31', message: /unique/ },
  },
  {
    name: 'a name of nothing',
    text: withQuery('*gone'),
    ...{ tells: 'finding', at: '3:23', message: /gone/ },
  },
  {
    name: 'a key that merges',
    text: withQuery(`'true', <<: {query: 'false'}`),
    ...{ tells: 'finding', at: '3:31', message: /There is no << here/ },
  },
  {
    name: 'a second document',
    text: `${withQuery(`'true'`)}---\n${withQuery(`'true'`)}`,
    ...{ tells: 'finding', at: '5:1', message: /one document/ },
  },
  {
    name: 'a type of its own',
    text: withQuery('!!js/function "() => process.exit()"'),
    ...{ tells: 'finding', at: '3:37', message: /jq does not take it/ },
  },
  { name: 'NUL', text: withQuery(`"'a\0b'"`), tells: 'refusal', status: 400, code: 'invalid_input' },
  {
    name: 'half a letter',
    text: withQuery(`"'a\ud800b'"`),
    ...{ tells: 'refusal', status: 400, code: 'invalid_input' },
  },
  {
    name: 'a list for one record that fills the memory',
    text: withJq('.').replace('{entity', "{itemsToParse: '[range(90000)]', entity"),
    ...{ tells: 'records', field: 'itemsToParse', message: /90000 elements, and at most 10000/ },
  },
  {
    name: 'names that belong to JavaScript',
    text: withJq('.name').replace('text:', '__proto__: ".key", constructor: ".key", text:'),
    ...{ tells: 'nothing', properties: { text: "Robert'); drop table entities; --", constructor: 'BERTH0' } },
  },
  {
    name: 'SQL',
    text: withJq(`.name + "'; delete from entities where '1'='1"`),
    ...{
      tells: 'nothing',
      properties: { text: "Robert'); drop table entities; --'; delete from entities where '1'='1" },
    },
  },
]
