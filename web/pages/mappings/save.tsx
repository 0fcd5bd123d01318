import { useApi } from '../../api.ts'
import { useEnvironment } from '../../ui/environment.tsx'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { useAction } from '../action.ts'
import { type Mapping, mappingsKey, type Preview } from './queries.ts'
import { changesOf } from './words.ts'

interface Saving {
  readonly mapping: Mapping | null
  readonly name: string
  readonly version: number
  readonly onSaved: () => void
  /** What saving would change. */
  readonly look: (text: string) => Promise<Preview>
}

/** Looks at what a text would change, asks, and saves it. What it replaced can be brought back. */
export function useSave({ mapping, name, version, onSaved, look }: Saving) {
  const api = useApi()
  const { setSearch } = useEnvironment()
  return useAction(async (text: string) => {
    const preview = await look(text)
    if (preview.findings.some(({ level }) => level === 'error')) return undefined
    const isSure = await confirm({
      title: mapping ? `Save version ${version + 1} of ${mapping.name}?` : `Save the mapping ${name}?`,
      body: changesOf(preview),
      action: 'Save',
      danger: preview.removed > 0,
    })
    if (!isSure) return undefined
    if (!mapping) {
      const { id } = (await api.mappings.create({ body: { name: name.trim(), text } })).data
      onSaved()
      setSearch({ mapping: id, part: null })
      return { message: `${name.trim()} is saved, and maps everything.` }
    }
    const params = { id: mapping.id }
    const before = (await api.mappings.get({ params })).data
    const saved = (await api.mappings.save({ params, body: { text, version } })).data
    onSaved()
    return {
      message: `Version ${saved.version} is saved, and maps everything.`,
      undo: () =>
        api.mappings.save({
          params,
          body: { text: before.text, version: saved.version, restores: before.version },
        }),
    }
  }, mappingsKey)
}
