import { defineCommand } from '../command.ts'
import { checkDatabase } from '../doctor/database.ts'
import { findingLines } from '../doctor/finding.ts'
import { checkMachine } from '../doctor/machine.ts'
import { checkNetwork } from '../doctor/network.ts'

export const doctor = defineCommand({
  name: 'doctor',
  doc: 'Checks Node.js, data directory, disk, database, clock, keys and network, and says what to do.',
  examples: [
    { line: 'windlass doctor', doc: 'Everything, explained. Ends with 1 when something is bad.' },
    { line: 'windlass doctor --json', doc: 'The same for a monitoring script.' },
    { line: 'WINDLASS_NETWORK_HOSTS=none windlass doctor', doc: 'Without trying the network.' },
  ],
  async run({ config, out, openDatabase }) {
    const network = checkNetwork(config)
    const findings = [
      ...(await checkMachine(config)),
      ...(await checkDatabase(config, () => openDatabase({ asItIs: true }))),
      ...(await network),
    ]
    const sound = findings.every((finding) => finding.state !== 'bad')
    out.result({ ok: sound, findings }, () => findingLines(findings))
    return sound ? 0 : 1
  },
})
