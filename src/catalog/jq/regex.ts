import { RE2JS } from 're2js'
import { Unsupported } from './syntax.ts'
import { Beyond } from './values.ts'

/**
 * A pattern that means the same to jq's engine and to ours, which takes linear time whatever is written. Throws
 * `Unsupported` for all others.
 */
export interface Pattern {
  test(text: string): boolean
  replace(text: string, by: string, all: boolean): string
}

const letter = String.raw`[^\\.^$*+?()[\]{}|]`
const escaped = String.raw`\\[.^$*+?()[\]{}|/\\\-dDwWsS]`
const classed = String.raw`\[\^?(?:[^\\[\]&^]|\\[.^$*+?()[\]{}|/\\\-dDwWsS])+\]`
const atom = `(?:${letter}|${escaped}|${classed}|[.^$])`
const shared = new RegExp(
  String.raw`^(?:(?:${atom}|\((?![?*])|[)|])(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})?)*$`,
  'u',
)

export function readPattern(source: string, flags = ''): Pattern {
  if (!shared.test(source) || !/^i?$/.test(flags)) throw new Unsupported('such a regular expression')
  const compiled = compile(source, flags)
  return {
    test: (text) => compiled.matcher(plain(text)).find(),
    replace(text, by, all) {
      const matcher = compiled.matcher(plain(text))
      let done = ''
      let from = 0
      while (matcher.find()) {
        const [start, end] = [matcher.start(), matcher.end()]
        // How often nothing is found between two letters, engines do not agree on.
        if (start === end) throw new Beyond()
        done += text.slice(from, start) + by
        from = end
        if (!all) break
      }
      return done + text.slice(from)
    },
  }
}

function compile(source: string, flags: string): RE2JS {
  try {
    return RE2JS.compile(source, flags === 'i' ? RE2JS.CASE_INSENSITIVE : 0)
  } catch {
    throw new Unsupported('such a regular expression')
  }
}

/** What a letter, a digit or the end of a line is, engines agree on for these texts alone. */
function plain(text: string): string {
  if (!/^[\x20-\x7e]*$/.test(text)) throw new Beyond()
  return text
}
