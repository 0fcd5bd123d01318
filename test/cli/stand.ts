import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator } from '../../simulator/server.ts'
import { testDatabase } from '../postgres.ts'
import { buildProgram } from './run.ts'

/** What the command line of a suite works with: a database and a Bitbucket of its own, and the program. */
export async function openStand(suite: string) {
  const database = await testDatabase()
  const data = mkdtempSync(join(tmpdir(), `windlass-${suite}-`))
  const simulator = await startSimulator({ limits: false })
  const program = await buildProgram(suite)
  const env = {
    DATABASE_URL: database.url,
    WINDLASS_DATA: data,
    WINDLASS_LOG_LEVEL: 'silent',
    WINDLASS_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
  }
  const close = async () => {
    await simulator.close()
    await database.close()
    rmSync(data, { recursive: true })
  }
  return { database, data, simulator, program, env, close }
}
