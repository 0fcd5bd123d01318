import { RE2JS } from 're2js'

/** Whether a path fits, with the folders it lies in. */
export type PathFits = (path: string) => boolean

/** Patterns of a selector for files: by name, and by the folder they lie in. */
export function filesFit({
  path,
  filenames,
}: {
  readonly path: string
  readonly filenames: readonly string[]
}): PathFits {
  const inFolder = folderOfFile(path)
  const names = filenames.map((name) => toPattern(name, false))
  return (file) => {
    const cut = file.lastIndexOf('/')
    const [folder, name] = [file.slice(0, Math.max(0, cut)), file.slice(cut + 1)]
    return inFolder(folder) && (names.length === 0 || names.some((pattern) => pattern.matches(name)))
  }
}

/**
 * The folder of a file. A slash at either end changes nothing, so that `/*`, `*` and `src/` mean what they say; a star
 * goes across folders; a folder that is named stands for everything in it; `/` alone is the root.
 */
function folderOfFile(path: string): PathFits {
  if (path.trim() === '/') return (folder) => folder === ''
  const bare = path.trim().replace(/^\/+|\/+$/g, '')
  if (/^[*/]*$/.test(bare)) return () => true
  const pattern = toPattern(bare, true)
  const start = toPattern(`${bare}/*`, true)
  return (folder) => pattern.matches(folder) || start.matches(folder)
}

/** Folders by their path: `*` is one folder, `**` any number of them. */
export function folderFits(path: string): PathFits {
  const bare = path.trim().replace(/^\/+|\/+$/g, '')
  const parts = bare.split('/')
  const source = parts
    .map((part, at) => {
      const isLast = at === parts.length - 1
      if (part === '**') return isLast ? '.+' : '(?:[^/]+/)*'
      return `${sourceOf(part, '[^/]*')}${isLast ? '' : '/'}`
    })
    .join('')
  const pattern = compile(source)
  return (folder) => pattern.matches(folder)
}

/** `*` and `?` stand for letters; nothing else means more than itself. */
function toPattern(glob: string, crosses: boolean): RE2JS {
  return compile(sourceOf(glob, crosses ? '.*' : '[^/]*'))
}

/** In linear time, however many stars somebody writes. */
function compile(source: string): RE2JS {
  return RE2JS.compile(source, RE2JS.DOTALL)
}

function sourceOf(glob: string, star: string): string {
  return glob
    .replace(/\*+/g, '*')
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replace(/\*/g, star)
    .replace(/\?/g, '[^/]')
}
