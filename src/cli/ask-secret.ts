import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { Failure } from '../errors.ts'

/**
 * A secret that somebody types, without showing it, or with `fromStdin` the first line of standard input. Never an
 * argument: those show in the list of processes and stay in the history of the shell.
 */
export async function askSecret(prompt: string, fromStdin: boolean): Promise<string> {
  if (fromStdin) return (await text(process.stdin)).split(/\r?\n/)[0] ?? ''
  if (!process.stdin.isTTY) {
    throw new Failure('invalid_input', { detail: 'Nobody can be asked here: use --password-stdin.' })
  }
  const first = await readHidden(`${prompt}: `)
  if (first === (await readHidden('Once more: '))) return first
  throw new Failure('invalid_input', { detail: 'The two were not the same.' })
}

/** Readline keeps its line editing; what it would echo goes nowhere. */
function readHidden(prompt: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  // Only now: the terminal no longer echoes what an eager hand types.
  process.stderr.write(prompt)
  return new Promise((resolve, reject) => {
    reader.once('SIGINT', () => reject(new Failure('invalid_input', { detail: 'Nothing was entered.' })))
    reader.question('', resolve)
  }).finally(() => {
    reader.close()
    process.stderr.write('\n')
  }) as Promise<string>
}
