import type { Plugin } from 'vite'

/** The contract explains itself to people who read it; the page needs none of those sentences. */
export function noDocs(): Plugin {
  return {
    name: 'no-docs',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/src/api/contract/')) return null
      return { code: code.replace(/^(\s*)doc: '(?:[^'\\]|\\.)*',$/gm, "$1doc: '',"), map: null }
    },
  }
}
