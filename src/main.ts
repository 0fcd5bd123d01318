import { commands } from './cli/index.ts'
import { runProgram } from './cli/program.ts'
import { packageVersion } from './config.ts'

const code = await runProgram(commands, packageVersion(), process.argv.slice(2), process)
// Pipes are written to asynchronously: what was printed goes out before the end.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
