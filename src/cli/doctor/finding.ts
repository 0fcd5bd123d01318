/** What one check found. `attention` works today and may not tomorrow; `bad` does not work. */
export interface Finding {
  readonly check: string
  readonly state: 'ok' | 'attention' | 'bad'
  readonly found: string
  /** What to do about it; absent when there is nothing to do. */
  readonly next?: string
}

export function ok(check: string, found: string): Finding {
  return { check, state: 'ok', found }
}

export function attention(check: string, found: string, next: string): Finding {
  return { check, state: 'attention', found, next }
}

export function bad(check: string, found: string, next: string): Finding {
  return { check, state: 'bad', found, next }
}

const marks = { ok: 'ok       ', attention: 'attention', bad: 'BAD      ' } as const

/** For people: one line a finding, the advice below it, a count at the end. */
export function findingLines(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map((finding) => finding.check.length))
  const indent = ' '.repeat(marks.ok.length + width + 4)
  const lines = findings.flatMap(({ check, state, found, next }) => [
    `${marks[state]}  ${check.padEnd(width)}  ${found}`,
    ...(next === undefined ? [] : [`${indent}${next}`]),
  ])
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length
  lines.push(`${count('ok')} ok, ${count('attention')} to look at, ${count('bad')} bad`)
  return lines.join('\n')
}
