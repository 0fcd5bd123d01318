import { Button } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api.ts'
import { CodeEditor } from '../../ui/editor/code-editor.tsx'
import { Fields, SwitchField } from '../../ui/form/fields.tsx'
import { useUnsaved } from '../../ui/layout/unsaved.tsx'
import { useAction } from '../action.ts'
import classes from './blueprints.module.css'
import { BroughtList } from './brought.tsx'
import { type Brought, blueprintsKey } from './queries.ts'
import { sentenceOf } from './words.ts'

export function ImportForm() {
  const api = useApi()
  const [text, setText] = useState('')
  const [replace, setReplace] = useState(false)
  const [brought, setBrought] = useState<readonly Brought[]>([])
  const given = readGiven(text)
  const bring = useAction(async () => {
    if (!given) return undefined
    const { items } = (await api.blueprints.bring({ body: { blueprints: given, replace } })).data
    setBrought(items)
    return { message: sentenceOf(items) }
  }, blueprintsKey)
  useUnsaved(text.trim() !== '' && brought.length === 0)
  return (
    <>
      <p className={classes.quiet}>
        JSON as Port exports it: one blueprint, or a list of them that may lead to each other.
      </p>
      <CodeEditor
        label="Blueprints"
        language="json"
        value={text}
        onChange={(written) => {
          setText(written)
          setBrought([])
        }}
        height={360}
      />
      <div className={classes.below}>
        <Fields>
          <SwitchField
            name="replace"
            label="Replace those that are there"
            help="Off, a blueprint that is there already stays as it is."
            value={replace}
            onChange={setReplace}
          />
          <div>
            <Button disabled={given === null} loading={bring.isPending} onClick={() => bring.mutate()}>
              Import
            </Button>
          </div>
        </Fields>
      </div>
      <BroughtList items={brought} />
    </>
  )
}

type Given = Record<string, unknown>

/** Null while it is no JSON of one or several objects; the editor says what breaks. */
function readGiven(text: string): Given[] | null {
  try {
    const value: unknown = JSON.parse(text)
    const list: unknown[] = Array.isArray(value) ? value : [value]
    return list.length > 0 && list.every(isObject) ? list : null
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
