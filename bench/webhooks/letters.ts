import { accountStub } from '../../simulator/cloud/shapes/account.ts'
import type { Simulator } from '../../simulator/server.ts'
import { webhookOf } from '../../simulator/webhooks/payloads.ts'
import type { Letter } from './sender.ts'

/** Bodies as Bitbucket sends them have 10 KB in the middle; a description makes them as long. */
const sizes = [6_000, 8_000, 10_000, 10_000, 12_000, 16_000]

/**
 * Comments on pull requests of a workspace, each another one: what they say is stored as it stands in them. They come
 * from all of its repositories in turn.
 */
export function* comments({ simulation, world }: Simulator, workspace: string): Generator<Letter, never> {
  const { cloud } = simulation
  const samples = world
    .repositories(workspace)
    .filter(({ isForbidden }) => !isForbidden)
    .flatMap(({ uuid }) => {
      const content = world.content(uuid)
      const commented = content.pullRequests.flatMap(({ id }) => {
        const [comment] = content.comments(id)
        return comment ? [{ pullRequest: id, comment: comment.id }] : []
      })
      return commented.slice(0, 20).map((one) => ({ repository: uuid, ...one }))
    })
  const actor = world.members(workspace)[0]?.account ?? ''
  const payloads = samples.flatMap((sample) => {
    const change = { ...sample, kind: 'pullrequest:comment_created', at: world.now(), actor } as const
    const payload = webhookOf(cloud, change)?.payload()
    return payload ? [JSON.stringify({ ...Object(payload), actor: accountStub(cloud, actor) })] : []
  })
  if (payloads.length === 0) throw new RangeError('the workspace has no comments')
  const stencils = payloads.map((payload, index) => stencilOf(payload, sizes[index % sizes.length] ?? 0))
  const start = Date.now()
  for (let count = 0; ; count += 1) {
    const parts = stencils[(count * 7) % stencils.length] ?? []
    const now = new Date(start + count).toISOString().replace('Z', '000+00:00')
    const filled = parts.map((part) =>
      part === dateMark ? now : part === idMark ? 900_000_000 + count : part,
    )
    yield { event: 'pullrequest:comment_created', body: Buffer.from(filled.join('')) }
  }
}

const dateMark = '<date>'
const idMark = '<id>'

/** Filling in costs the sender next to nothing: on two cores it takes its time from the receiver. */
function stencilOf(payload: string, size: number): string[] {
  const letter = JSON.parse(payload)
  letter.pullrequest.updated_on = dateMark
  Object.assign(letter.comment, { id: idMark, created_on: dateMark, updated_on: dateMark })
  letter.pullrequest.description = ''
  const bare = JSON.stringify(letter).length
  letter.pullrequest.description = 'word '.repeat(Math.max(0, Math.floor((size - bare) / 5)))
  return JSON.stringify(letter)
    .replace(`"${idMark}"`, idMark)
    .split(/(<date>|<id>)/)
}
