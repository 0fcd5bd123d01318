import type { ChildProcess } from 'node:child_process'

/** Where a Windlass that was started with --json says it runs. */
export function addressOf(child: ChildProcess): Promise<string> {
  let said = ''
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`windlass ended with code ${code}`)))
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const url = /"url": "([^"]+)"/.exec(said)?.[1]
      if (url !== undefined) resolve(url)
    })
  })
}
