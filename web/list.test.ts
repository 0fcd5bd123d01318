import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { keepingRows, listOptions } from './list.ts'

interface Asked {
  readonly state?: string
}

function jobsOf(run: string, asked: Asked) {
  return keepingRows(
    listOptions({
      of: ['jobs', run],
      asked,
      read: async ({ cursor, state = 'any' }: Asked & { cursor?: string }) => ({
        data: { items: [`${run} ${state} ${cursor ?? 'first'}`], next: cursor ? null : 'second' },
      }),
    }),
  )
}

async function observed() {
  const observer = new InfiniteQueryObserver(new QueryClient(), jobsOf('a', {}))
  const stop = observer.subscribe(() => {})
  await expect.poll(() => observer.getCurrentResult().isSuccess).toBe(true)
  const shown = () => observer.getCurrentResult().data?.pages.flatMap(({ items }) => items)
  return { observer, shown, stop }
}

it('reads on from where the last page ended', async () => {
  const { observer, shown, stop } = await observed()
  await observer.fetchNextPage()
  expect(shown()).toEqual(['a any first', 'a any second'])
  expect(observer.getCurrentResult().hasNextPage).toBe(false)
  stop()
})

it('keeps rows while the same list is asked for others, and says that they are the old ones', async () => {
  const { observer, shown, stop } = await observed()
  observer.setOptions(jobsOf('a', { state: 'dead' }))
  expect(shown()).toEqual(['a any first'])
  expect(observer.getCurrentResult().isPlaceholderData).toBe(true)
  await expect.poll(shown).toEqual(['a dead first'])
  expect(observer.getCurrentResult().isPlaceholderData).toBe(false)
  stop()
})

it('never shows the rows of one list for those of another', async () => {
  const { observer, shown, stop } = await observed()
  observer.setOptions(jobsOf('b', {}))
  expect(shown()).toBeUndefined()
  await expect.poll(shown).toEqual(['b any first'])
  stop()
})
