import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { CodeEditor } from '../../ui/editor/code-editor.tsx'
import { CopyButton } from '../../ui/feedback/copy-button.tsx'
import type { Which } from '../catalog/queries.ts'
import { AnchorLink } from '../links.tsx'
import classes from './entity.module.css'
import { Part } from './part.tsx'
import { yamlQuery } from './queries.ts'

/** The entity as a text that can be read in again, and what was ingested for it, which cannot. */
export function Yaml({ which }: { which: Which }) {
  const yaml = useQuery(yamlQuery(useApi(), which))
  return (
    <Part label="the YAML" query={yaml}>
      {({ text, ingested }) => (
        <>
          <p className={classes.quiet}>
            In Port’s form, with the repositories that people name for it.{' '}
            <CopyButton value={text} label="Copy the YAML" />
          </p>
          <CodeEditor
            label="YAML"
            language="yaml"
            value={text}
            height={ingested === null ? 480 : 320}
            readOnly
          />
          <h3>Ingested properties</h3>
          {ingested === null ? (
            <p className={classes.quiet}>
              None: no{' '}
              <AnchorLink to="/discovery" underline="always">
                discovery
              </AnchorLink>{' '}
              has imported a repository into it.
            </p>
          ) : (
            <>
              <p className={classes.quiet}>
                What discoveries brought, as it is now or was when they were unlinked.{' '}
                <CopyButton value={ingested} label="Copy the ingested properties" />
              </p>
              <CodeEditor
                label="Ingested properties"
                language="yaml"
                value={ingested}
                height={400}
                readOnly
              />
            </>
          )}
        </>
      )}
    </Part>
  )
}
