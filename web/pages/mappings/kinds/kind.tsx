import { Button } from '@mantine/core'
import { useApi } from '../../../api.ts'
import { CodeEditor } from '../../../ui/editor/code-editor.tsx'
import { Banner } from '../../../ui/feedback/banner.tsx'
import { Status } from '../../../ui/value/status.tsx'
import { useAction } from '../../action.ts'
import { blueprintsKey } from '../../blueprints/queries.ts'
import { Facts } from '../../facts.tsx'
import { AnchorLink } from '../../links.tsx'
import { Section } from '../../section.tsx'
import classes from '../mappings.module.css'
import { type MappedKind, type Mapping, mappingsKey } from '../queries.ts'
import { Example } from './example.tsx'
import { useInsert } from './use-insert.ts'

interface KindProps {
  readonly kind: MappedKind
  /** What its mapping is inserted into; null for one that is not saved yet. */
  readonly mapping: Mapping | null
  /** What a new mapping begins with. */
  readonly begin: string
}

export function Kind({ kind, mapping, begin }: KindProps) {
  const { text, options, blueprint } = kind
  const { insert, isRefused } = useInsert(kind, mapping, begin)
  const name = mapping?.name ?? 'a new mapping'
  return (
    <>
      {isRefused && (
        <Banner level="attention" title="It cannot be inserted.">
          What is written of {name} has no list of resources that could be read. Put it in order first.
        </Banner>
      )}
      <Section
        title={`Mapping of ${kind.kind}`}
        doc={kind.doc}
        actions={
          <Button onClick={() => insert.mutate()} loading={insert.isPending}>
            Insert into {name}
          </Button>
        }
      >
        <div className={classes.panes}>
          <section aria-label="Mapping">
            <h3 className={classes.heading}>What ships</h3>
            <CodeEditor label="Mapping" language="yaml" value={text.trimEnd()} height={420} readOnly />
          </section>
          <section aria-label="Blueprint">
            <h3 className={classes.heading}>
              Blueprint of what it makes{blueprint.is_there ? ': ' : ''}
              {blueprint.is_there && (
                <AnchorLink
                  to="/blueprints/$blueprint"
                  params={{ blueprint: blueprint.identifier }}
                  underline="always"
                >
                  {blueprint.title}
                </AnchorLink>
              )}
            </h3>
            <CodeEditor
              label="Blueprint"
              language="json"
              value={JSON.stringify(blueprint.definition, null, 2)}
              height={420}
              readOnly
            />
            {!blueprint.is_there && <Missing blueprint={blueprint} />}
          </section>
        </div>
      </Section>
      <Section title="Its selector" doc="Which records are mapped.">
        <Facts facts={options.map(({ name, doc }) => ({ name, value: doc }))} />
      </Section>
      <Section title="One record" doc="As expressions see it, and what becomes of it by what ships.">
        <Example kind={kind} />
      </Section>
    </>
  )
}

function Missing({ blueprint: { identifier, title, definition } }: Pick<MappedKind, 'blueprint'>) {
  const api = useApi()
  const make = useAction(
    async () => {
      await api.blueprints.create({ body: { definition: { ...definition } } })
      return {
        message: `${title} is made.`,
        undo: () => api.blueprints.remove({ params: { identifier }, query: {} }),
      }
    },
    blueprintsKey,
    mappingsKey,
  )
  return (
    <div className={classes.missing}>
      <Status level="attention">{`There is no blueprint ${identifier} yet.`}</Status>
      <Button variant="default" onClick={() => make.mutate()} loading={make.isPending}>
        Make it
      </Button>
    </div>
  )
}
