import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { CodeEditor } from '../../ui/editor/code-editor.tsx'
import { CopyButton } from '../../ui/feedback/copy-button.tsx'
import type { Which } from '../catalog/queries.ts'
import classes from './entity.module.css'
import { Part } from './part.tsx'
import { yamlQuery } from './queries.ts'

/** The entity as a text that can be read in again. */
export function Yaml({ which }: { which: Which }) {
  const yaml = useQuery(yamlQuery(useApi(), which))
  return (
    <Part label="the YAML" query={yaml}>
      {(text) => (
        <>
          <p className={classes.quiet}>
            In Port’s form. <CopyButton value={text} label="Copy the YAML" />
          </p>
          <CodeEditor label="YAML" language="yaml" value={text} height={480} readOnly />
        </>
      )}
    </Part>
  )
}
