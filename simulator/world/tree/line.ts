/** The text of a line of code, from its number alone; no two lines of a file read the same. */

export type Language = 'typescript' | 'python' | 'go' | 'java' | 'csharp' | 'terraform' | 'markdown' | 'sql'

const ACTIONS =
  'load save check merge split parse format fetch retry close open count price round apply revoke'.split(' ')
const NOUNS =
  'Order Invoice Session Address Coupon Payment Parcel Route Ledger Account Report Image Ticket Quota Token Event'.split(
    ' ',
  )
const FIELDS =
  'total status owner region currency attempts limit name due version reason weight length state locale kind'.split(
    ' ',
  )

export const EXTENSIONS: Readonly<Record<Language, string>> = {
  typescript: 'ts',
  python: 'py',
  go: 'go',
  java: 'java',
  csharp: 'cs',
  terraform: 'tf',
  markdown: 'md',
  sql: 'sql',
}

/** Line numbers stay under 2^30, where V8 keeps them as small integers. */
export const LINE_NUMBERS = 2 ** 30

type Writer = (action: string, noun: string, field: string, tag: string, n: number) => string

const WRITERS: Readonly<Record<Language, readonly Writer[]>> = {
  typescript: [
    (a, n, f, t) => `export const ${a}${n}_${t} = (input: ${n}) => input.${f}`,
    (a, n, f, t, k) => `export function ${a}${n}${t}(limit = ${k}) { return limits.${f}(limit) }`,
    (a, n, f, t, k) => `rules.push({ name: '${a}-${t}', on: '${n}', when: (x) => x.${f} > ${k} })`,
    (_, n, f, t) => `// ${n}: the ${f} may be missing on imported records (${t})`,
  ],
  python: [
    (a, n, f, t) => `def ${a}_${f}_${t}(item: ${n}) -> str: return item.${f}`,
    (a, n, f, t, k) => `RULES.append(Rule("${a}-${t}", ${n}, lambda x: x.${f} > ${k}))`,
    (_, n, f, t, k) => `DEFAULTS["${n}.${f}.${t}"] = ${k}`,
  ],
  go: [
    (a, n, f, t) => `func ${a}${n}${t}(in *${n}) string { return in.${f} }`,
    (a, n, f, t, k) => `var ${a}${t} = Rule{On: "${n}", Field: "${f}", Over: ${k}}`,
    (_, n, f, t) => `// ${n} keeps its ${f} across restarts, see ${t}.`,
  ],
  java: [
    (a, n, f, t) => `    static String ${a}${n}${t}(${n} in) { return in.${f}(); }`,
    (a, n, f, t, k) => `    static final Rule ${a.toUpperCase()}_${t} = Rule.of("${n}", "${f}", ${k});`,
  ],
  csharp: [
    (a, n, f, t) => `    public static string ${a}${n}${t}(${n} x) => x.${f};`,
    (a, n, f, t, k) => `    public const int ${a}${n}${f}${t} = ${k};`,
  ],
  terraform: [
    (a, n, f, t, k) => `variable "${a}_${n}_${t}" { default = "${f}-${k}" }`,
    (a, n, f, t) => `output "${n}_${t}" { value = module.${a}.${f} }`,
  ],
  markdown: [
    (a, n, f, t) => `- To ${a} an ${n}, look at its ${f} first (note ${t}).`,
    (a, n, f, t, k) => `- After ${k} attempts the ${f} of the ${n} is final; ${a} it by hand (${t}).`,
  ],
  sql: [
    (_, n, f, t, k) => `insert into limits (name, value) values ('${n}.${f}.${t}', ${k});`,
    (a, n, f, t) => `create index ${a}_${t} on ${n} (${f});`,
  ],
}

function lineText(language: Language, line: number): string {
  const writers = WRITERS[language]
  const writer = writers[line % writers.length]
  const action = ACTIONS[(line >>> 3) & 15] ?? ''
  const noun = NOUNS[(line >>> 7) & 15] ?? ''
  const field = FIELDS[(line >>> 11) & 15] ?? ''
  return writer === undefined ? '' : writer(action, noun, field, line.toString(36), (line >>> 15) & 1023)
}

export function sourceText(language: Language, lines: readonly number[]): string {
  let text = ''
  // Two appends: a template would first build a string of its own for every line.
  for (const line of lines) {
    text += lineText(language, line)
    text += '\n'
  }
  return text
}
