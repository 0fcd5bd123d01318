/** What a command prints: for people, or with `--json` one JSON document. */
export interface Out {
  readonly json: boolean
  /** The command's result: `data` with --json, else the text made of it. Once a command. */
  result(data: unknown, text: () => string): void
  /** A line for people; silent with --json. */
  line(text: string): void
  /** A line about the work, on standard error: it never mixes with what a pipe reads. */
  note(text: string): void
}

interface Streams {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
}

export function createOut(json: boolean, streams: Streams): Out {
  return {
    json,
    result(data, text) {
      streams.stdout.write(json ? `${JSON.stringify(data, null, 2)}\n` : ended(text()))
    },
    line(text) {
      if (!json) streams.stdout.write(ended(text))
    },
    note(text) {
      streams.stderr.write(ended(text))
    },
  }
}

/** Columns under their headings, as wide as their widest cell. */
export function table(headings: readonly string[], raw: readonly (readonly string[])[]): string {
  // What people typed in may hold codes that drive the terminal, or line ends that break the table.
  const rows = raw.map((cells) => cells.map((cell) => cell.replace(/\p{Cc}+/gu, ' ')))
  const widths = headings.map((heading, index) =>
    Math.max(heading.length, ...rows.map((row) => row[index]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd()
  return [headings, ...rows].map(line).join('\n')
}

/** A time for a column: UTC, to the second; a dash where there is none. */
export function moment(at: Date | string | null): string {
  return at === null ? '-' : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}
