import { describe, expect, it } from 'vitest'
import { layoutOf, nextTo } from './graph-layout.ts'

const node = (key: string, hop: number) => ({
  ...{ key, hop, blueprint: 'crew', identifier: key, title: key, is_there: true },
})
const graph = {
  nodes: [
    node('me', 0),
    node('ship', 1),
    node('fan', 1),
    node('fan-2', 1),
    node('sea', 2),
    node('fan-of-fan', 2),
  ],
  edges: [
    { from: 'me', to: 'ship', name: 'ship' },
    { from: 'fan', to: 'me', name: 'likes' },
    { from: 'fan-2', to: 'me', name: 'likes' },
    { from: 'ship', to: 'sea', name: 'on' },
    { from: 'fan-of-fan', to: 'fan', name: 'likes' },
  ],
  more: [],
}

describe('the picture of relations', () => {
  const layout = layoutOf(graph)
  const columnOf = (key: string) => layout.places.get(key)?.column

  it('has what refers to it at the left and what it refers to at the right, by hop', () => {
    expect(['fan-of-fan', 'fan', 'me', 'ship', 'sea'].map(columnOf)).toEqual([0, 1, 2, 3, 4])
    expect(columnOf('fan-2')).toBe(1)
    expect([layout.columns, layout.rows]).toEqual([5, 2])
  })

  it.each([
    ['me', 'ArrowRight', 'ship'],
    ['ship', 'ArrowRight', 'sea'],
    ['sea', 'ArrowRight', null],
    ['me', 'ArrowLeft', 'fan'],
    ['fan', 'ArrowDown', 'fan-2'],
    ['fan-2', 'ArrowUp', 'fan'],
    ['fan', 'ArrowUp', null],
    ['me', 'Enter', null],
  ])('goes from %s by %s to %s', (from, arrow, to) => {
    expect(nextTo(layout, from, arrow)).toBe(to)
  })
})
