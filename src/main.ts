import { setFlagsFromString } from 'node:v8'
import { commands } from './cli/index.ts'
import { runProgram } from './cli/program.ts'
import { packageVersion } from './config.ts'

// Young objects get their room at the first need. Grown step by step, as is usual, the memory of a process under load climbs
// for its first minutes, which looks like a leak and copies what has to be kept more often.
setFlagsFromString('--semi-space-growth-factor=16')
// Old objects are looked through each time that there is half as much again, and not up to four times as much: a sync then
// holds a third less, for no time that could be measured.
setFlagsFromString('--heap-growing-percent=50')

const code = await runProgram(commands, packageVersion(), process.argv.slice(2), process)
// Pipes are written to asynchronously: what was printed goes out before the end.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
