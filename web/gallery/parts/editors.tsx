import { useState } from 'react'
import { CodeEditor } from '../../ui/editor/code-editor.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'

const sample = `# What a team is called and whom it serves
kind: team
name: Payments
members: [ada, grace]
active: true
limit: 12
`

export function Editors() {
  const [yaml, setYaml] = useState(sample)
  const [json, setJson] = useState('{\n  "name": "Payments",\n  "members": ["ada", "grace",]\n}\n')
  return (
    <>
      <PageHeader title="Editor" state={`${yaml.length} characters.`} />
      <div style={{ display: 'grid', gap: 24 }}>
        <CodeEditor
          label="Team as YAML"
          language="yaml"
          value={yaml}
          onChange={setYaml}
          height={200}
          problems={[{ line: 2, column: 7, level: 'bad', message: 'There is no kind by that name.' }]}
        />
        <CodeEditor label="Team as JSON" language="json" value={json} onChange={setJson} height={140} />
        <CodeEditor
          label="Answer"
          language="json"
          value={'{ "saved": true, "at": null }'}
          readOnly
          height={80}
        />
      </div>
    </>
  )
}
