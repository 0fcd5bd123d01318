/** Languages by the ending of a file's name. Data and prose are none: they would outweigh every program. */
const endings: Readonly<Record<string, string>> = {
  ...{ c: 'C', h: 'C', cc: 'C++', cpp: 'C++', cxx: 'C++', hpp: 'C++', cs: 'C#', clj: 'Clojure', css: 'CSS' },
  ...{
    dart: 'Dart',
    ex: 'Elixir',
    exs: 'Elixir',
    elm: 'Elm',
    erl: 'Erlang',
    fs: 'F#',
    go: 'Go',
    groovy: 'Groovy',
  },
  ...{ gradle: 'Groovy', hs: 'Haskell', html: 'HTML', java: 'Java', js: 'JavaScript', jsx: 'JavaScript' },
  ...{
    mjs: 'JavaScript',
    cjs: 'JavaScript',
    jl: 'Julia',
    kt: 'Kotlin',
    kts: 'Kotlin',
    less: 'CSS',
    lua: 'Lua',
  },
  ...{
    m: 'Objective-C',
    mm: 'Objective-C',
    ml: 'OCaml',
    php: 'PHP',
    pl: 'Perl',
    pm: 'Perl',
    ps1: 'PowerShell',
  },
  ...{
    py: 'Python',
    r: 'R',
    rb: 'Ruby',
    rs: 'Rust',
    scala: 'Scala',
    scss: 'CSS',
    sh: 'Shell',
    bash: 'Shell',
  },
  ...{ sol: 'Solidity', sql: 'SQL', swift: 'Swift', tf: 'Terraform', ts: 'TypeScript', tsx: 'TypeScript' },
  ...{ vb: 'Visual Basic', vue: 'Vue', svelte: 'Svelte', zig: 'Zig' },
}

export interface Share {
  readonly language: string
  readonly bytes: number
}

/** Bytes by language, the most first, of bytes by ending. */
export function languagesOf(
  byEnding: readonly { readonly ending: string; readonly bytes: number }[],
): Share[] {
  const bytes = new Map<string, number>()
  for (const one of byEnding) {
    const language = Object.hasOwn(endings, one.ending) ? endings[one.ending] : undefined
    if (language !== undefined && one.bytes > 0) bytes.set(language, (bytes.get(language) ?? 0) + one.bytes)
  }
  return [...bytes]
    .map(([language, sum]) => ({ language, bytes: sum }))
    .sort((one, other) => other.bytes - one.bytes || one.language.localeCompare(other.language))
}

export const knownEndings = Object.keys(endings)
