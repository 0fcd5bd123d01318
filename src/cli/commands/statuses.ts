import { loadKeyRing } from '../../connections/key-ring.ts'
import { connectors } from '../../connectors/index.ts'
import { Failure } from '../../errors.ts'
import { readStatuses } from '../../sync/run/statuses.ts'
import { defineCommand } from '../command.ts'
import { table } from '../out.ts'

export const statuses = defineCommand({
  name: 'statuses',
  doc: 'Asks Bitbucket what builds say of one commit, and keeps it. Webhooks tell of the others.',
  examples: [{ line: 'windlass statuses acme/shop 4f2a91c0d3e7', doc: 'One request; --json for a program.' }],
  arguments: {
    repository: { doc: 'workspace and repository, such as acme/shop' },
    commit: { doc: 'its hash, or the first characters of it' },
  },
  async run({ config, log, out, openDatabase }, { repository, commit }) {
    if (!/^[0-9a-f]{4,40}$/.test(commit))
      throw new Failure('invalid_input', { detail: 'The commit is named by 4 to 40 digits of its hash.' })
    const { kysely: db } = await openDatabase()
    const keyRing = await loadKeyRing(config, db)
    const read = await readStatuses({ db, config, log, keyRing, connectors }, repository, commit)
    out.result(read, () =>
      read.statuses.length === 0
        ? `No build said anything of ${read.commit}.`
        : table(
            ['Build', 'State', 'Branch', 'Reported'],
            read.statuses.map((one) => [
              one.name ?? one.key,
              one.state,
              one.refname ?? '–',
              one.updated_on?.toISOString() ?? '–',
            ]),
          ),
    )
    return 0
  },
})
