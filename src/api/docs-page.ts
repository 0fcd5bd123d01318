import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Marked } from 'marked'

/** A document as a page: its own text between a list of its neighbours and nothing else. Null when there is none. */
export async function docsPage(root: string, path: string): Promise<string | null> {
  const text = await readFile(join(root, path), 'utf8').catch(() => null)
  if (text === null) return null
  const [folder = ''] = path.split('/')
  const body = renderer().parse(text, { async: false })
  return frame(titleOf(text), await neighbours(root, folder, path), body)
}

/** Headings can be linked to by their words, and addresses of other documents stay as they are: relative. */
function renderer(): Marked {
  return new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text }) {
        return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      table(token) {
        // A wide table scrolls by itself, and must be reachable with the keyboard for that.
        const header = token.header.map((cell) => `<th>${this.parser.parseInline(cell.tokens)}</th>`).join('')
        const rows = token.rows.map(
          (row) =>
            `<tr>${row.map((cell) => `<td>${this.parser.parseInline(cell.tokens)}</td>`).join('')}</tr>`,
        )
        const parts = `<thead><tr>${header}</tr></thead><tbody>${rows.join('')}</tbody>`
        return `<div class="scroll" tabindex="0"><table>${parts}</table></div>\n`
      },
    },
  })
}

/** As other renderers of Markdown make them, so that a link works wherever the document is read. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
}

function titleOf(text: string): string {
  return /^# (.+)$/m.exec(text)?.[1] ?? 'Documentation'
}

async function neighbours(root: string, folder: string, path: string): Promise<string> {
  const names = (await readdir(join(root, folder)).catch(() => [])).filter((name) => name.endsWith('.md'))
  const items: string[] = []
  for (const name of names.sort()) {
    const title = titleOf(await readFile(join(root, folder, name), 'utf8'))
    const current = path === `${folder}/${name}` ? ' aria-current="page"' : ''
    items.push(`<li><a href="/docs/${folder}/${name}"${current}>${escaped(title)}</a></li>`)
  }
  return items.join('\n')
}

function frame(title: string, list: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${escaped(title)} · Windlass</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <script src="/scheme.js"></script>
    <link rel="stylesheet" href="/docs.css" />
  </head>
  <body>
    <nav aria-label="Documents">
      <a class="home" href="/">Windlass</a>
      <ul>
        <li><a href="/docs/guide/README.md">Operator guide</a></li>
        <li><a href="/docs/reference/errors.md">Reference</a></li>
      </ul>
      <ul>
${list}
      </ul>
    </nav>
    <main>
${body}
    </main>
  </body>
</html>
`
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
