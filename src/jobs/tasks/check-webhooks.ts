import { Type } from '@sinclair/typebox'
import { connectors } from '../../connectors/index.ts'
import { Failure } from '../../errors.ts'
import { checkWebhooks } from '../../sync/webhooks/register.ts'
import { defineTask } from '../task.ts'

/** Over a minute and a half; then the clock brings the next. */
const tries = 4

export const checkWebhooksTask = defineTask({
  name: 'check-webhooks',
  doc: 'Registers webhooks that wait, puts right those that were changed at Bitbucket, and ends secrets that were replaced a day ago; of one connection, or of all.',
  payload: Type.Object(
    { connection: Type.Optional(Type.String({ pattern: '^\\d+$' })) },
    { additionalProperties: false },
  ),
  maxAttempts: tries,
  async run({ attempt, signal: _, ...house }, { connection }) {
    const checked = await checkWebhooks({ ...house, connectors }, connection)
    const failed = checked.find(({ state }) => state === 'failed')
    // One that was asked for is not kept waiting an hour.
    if (connection === undefined || failed === undefined || attempt >= tries) return
    throw new Failure('source_unreachable', { detail: failed.detail ?? '' })
  },
})
