import { join } from 'node:path'
import { expect, it } from 'vitest'
import { packageRoot, readConfig } from './config.ts'

it('keeps the demo apart: another data directory, and this machine alone of all private addresses', () => {
  const of = ({ demo, dataDirectory, allowPrivateHosts }: ReturnType<typeof readConfig>) => ({
    demo,
    dataDirectory,
    allowPrivateHosts,
  })
  const root = packageRoot()
  const real = { demo: false, dataDirectory: join(root, 'data'), allowPrivateHosts: 'none' }
  const demo = { demo: true, dataDirectory: join(root, 'data-demo'), allowPrivateHosts: '127.0.0.1' }
  expect(of(readConfig({}))).toEqual(real)
  expect(of(readConfig({ WINDLASS_DEMO: 'false' }))).toEqual(real)
  expect(of(readConfig({ WINDLASS_DEMO: '1' }))).toEqual(demo)
  expect(of(readConfig({}, { demo: 'true' }))).toEqual(demo)
  expect(of(readConfig({ WINDLASS_DATA: '/srv/demo' }, { demo: 'true' }))).toEqual({
    ...demo,
    dataDirectory: '/srv/demo',
  })
  expect(() => readConfig({ WINDLASS_DEMO: 'maybe' })).toThrow('WINDLASS_DEMO: must be true or false.')
})
