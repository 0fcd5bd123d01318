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

interface Share {
  readonly language: string
  /** Of the files whose size is known. */
  readonly bytes: number
  readonly files: number
}

interface Ending extends Omit<Share, 'language'> {
  readonly ending: string
  /** Files whose size nobody read. */
  readonly unmeasured: number
}

export interface Languages {
  readonly languages: Share[]
  readonly languages_by: 'bytes' | 'files'
  readonly unmeasured: number
}

/**
 * What some files are written in, the most first. A mirror without contents knows few sizes: their sum would say what
 * happened to be read, so that files are counted instead while most of them have none.
 */
export function languagesOf(byEnding: readonly Ending[]): Languages {
  const shares = new Map<string, Share>()
  let [all, unmeasured] = [0, 0]
  for (const { ending, bytes, files, unmeasured: without } of byEnding) {
    const language = Object.hasOwn(endings, ending) ? endings[ending] : undefined
    if (language === undefined) continue
    const before = shares.get(language) ?? { bytes: 0, files: 0 }
    shares.set(language, { language, bytes: before.bytes + bytes, files: before.files + files })
    all += files
    unmeasured += without
  }
  const by = unmeasured * 2 > all ? 'files' : 'bytes'
  const languages = [...shares.values()]
    .filter((share) => share[by] > 0)
    .sort((one, other) => other[by] - one[by] || one.language.localeCompare(other.language))
  return { languages, languages_by: by, unmeasured }
}

export const knownEndings = Object.keys(endings)
