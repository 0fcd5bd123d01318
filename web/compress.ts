import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

/**
 * Writes `.br` and `.gz` beside every script and style, for the server to hand out: compressed once, at the build, and
 * not for each visitor. At quality 9 brotli takes a tenth of the time of 11, for 3 % more bytes.
 */
export function compress(): Plugin {
  return {
    name: 'compress',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) return
      const files = await readdir(join(dir, 'assets'))
      const wanted = files.filter((name) => /\.(js|css|svg)$/.test(name))
      await Promise.all(wanted.map((name) => compressFile(join(dir, 'assets', name))))
    },
  }
}

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path)
  const brotli = promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
  await Promise.all([
    writeFile(`${path}.br`, await brotli),
    writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 })),
  ])
}
