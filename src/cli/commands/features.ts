import { features } from '../../features.ts'
import { type Context, defineCommand } from '../command.ts'
import { table } from '../out.ts'

const names = { name: { doc: features.map((feature) => feature.name).join(', ') } }

export const featuresList = defineCommand({
  name: 'features list',
  doc: 'Lists the areas that can be switched off, and whether they are on.',
  examples: [{ line: 'windlass features list', doc: 'Every area.' }],
  async run({ out, client }) {
    const { data } = await (await client()).features.list()
    out.result(data.items, () =>
      table(
        ['Name', 'State', 'What it is'],
        data.items.map((feature) => [feature.name, feature.on ? 'on' : 'off', feature.title]),
      ),
    )
    return undefined
  },
})

export const featuresOn = defineCommand({
  name: 'features on',
  doc: 'Switches an area on.',
  examples: [{ line: 'windlass features on api_keys', doc: 'Back as it was: its data was kept.' }],
  arguments: names,
  run: (context, { name }) => turn(context, name, true),
})

export const featuresOff = defineCommand({
  name: 'features off',
  doc: 'Switches an area off: gone from the page, the API and the command line. Its data stays.',
  examples: [{ line: 'windlass features off prometheus', doc: 'No page at /metrics.' }],
  arguments: names,
  run: (context, { name }) => turn(context, name, false),
})

async function turn({ out, client }: Context, name: string, on: boolean): Promise<undefined> {
  const { data } = await (await client()).features.update({ params: { name }, body: { on } })
  out.result(data, () => `${data.title}: ${on ? 'on' : 'off'}.`)
}
