import { templates } from '../../catalog/defaults/index.ts'
import { Failure } from '../../errors.ts'
import { defineCommand } from '../command.ts'

const names = templates.map(({ name }) => name)

export const mapTemplate = defineCommand({
  name: 'map template',
  doc: 'Prints a mapping to begin with.',
  examples: [
    { line: 'windlass map template > mapping.yaml', doc: "Windlass's own, which `map test` tries." },
    { line: 'windlass map template port', doc: "For Port's three blueprints, with its wrong lines mended." },
  ],
  arguments: { name: { doc: `${names.join(' or ')}; ${names[0]} unless told otherwise`, optional: true } },
  async run({ out }, { name = names[0] }) {
    const found = templates.find((one) => one.name === name)
    if (!found)
      throw new Failure('invalid_input', {
        detail: `There is no mapping ${name}: there is ${names.join(' and ')}.`,
      })
    out.result(found, () => found.text)
    return 0
  },
})
