import { CheckboxesField, RadioField } from '../../ui/form/choice-fields.tsx'
import { TextField } from '../../ui/form/fields.tsx'
import { SelectField } from '../../ui/form/select-field.tsx'
import { Fold } from '../../ui/layout/fold.tsx'
import classes from './discovery.module.css'
import { labels, type Mapping } from './draft.ts'
import type { Kind } from './queries.ts'
import { fieldWords, ingestedPaths, pathInWords } from './words.ts'

export interface MappingFieldsProps {
  readonly values: Mapping
  readonly errors: Readonly<Record<string, React.ReactNode>>
  readonly onChange: (change: Partial<Mapping>) => void
  readonly kinds: readonly Kind[]
}

const behaviours = [
  {
    value: 'register_and_merge',
    label: 'Register & Merge (recommended)',
    doc: 'Where an entity fits, the repository is merged into it; where none does, a new entity is registered.',
  },
  {
    value: 'register',
    label: 'Register',
    doc: 'Every repository becomes a new entity. Nothing is ever merged.',
  },
  {
    value: 'merge',
    label: 'Merge',
    doc: 'Repositories are linked to entities that are there. A match is recommended, and another can be chosen.',
  },
] as const

const operators = [
  { value: 'equals', label: 'Equals: to the letter' },
  { value: 'contains', label: 'Contains, in whatever case' },
] as const

const tagSources = [
  { value: 'project_key', label: 'The key of its project' },
  { value: 'none', label: 'None' },
] as const

/** How repositories become entities: behaviour, kind and type. */
export function BehaviourFields({ values, errors, onChange, kinds }: MappingFieldsProps) {
  return (
    <div className={classes.stack}>
      <RadioField
        name="behaviour"
        label={labels.behaviour}
        value={values.behaviour}
        onChange={(behaviour) => onChange({ behaviour })}
        options={behaviours}
        error={errors.behaviour}
      />
      <div className={classes.row}>
        <SelectField
          name="kind"
          label={labels.kind}
          value={values.kind}
          onChange={(kind) => onChange(ofKind(kinds, kind, values))}
          options={kinds.map(({ identifier, title }) => ({ value: identifier, label: title }))}
          error={errors.kind}
          searchable
        />
        <TypeField values={values} errors={errors} onChange={onChange} kinds={kinds} />
      </div>
    </div>
  )
}

function kindOf(kinds: readonly Kind[], identifier: string | null): Kind | undefined {
  return kinds.find((kind) => kind.identifier === identifier)
}

/** Another kind may have other types and other values to compare. */
function ofKind(kinds: readonly Kind[], identifier: string | null, before: Mapping): Partial<Mapping> {
  const kind = kindOf(kinds, identifier)
  const types = kind?.types ?? []
  const keeps =
    before.entity_type !== null &&
    kind?.has_type &&
    (types.length === 0 || types.includes(before.entity_type))
  return {
    kind: identifier,
    entity_type: keeps ? before.entity_type : (types[0] ?? null),
    catalogue_path: kind?.catalogue_paths.includes(before.catalogue_path) ? before.catalogue_path : 'title',
  }
}

function TypeField({ values, errors, onChange, kinds }: MappingFieldsProps) {
  const kind = kindOf(kinds, values.kind)
  const shared = { name: 'entity_type', label: labels.entity_type, error: errors.entity_type }
  if (values.behaviour === 'merge')
    return (
      <TextField {...shared} value="" onChange={() => undefined} disabled help="Fixed: that of the entity." />
    )
  if (!kind?.has_type)
    return (
      <TextField {...shared} value="" onChange={() => undefined} disabled help="This kind has no type." />
    )
  if (kind.types.length === 0)
    return (
      <TextField
        {...shared}
        value={values.entity_type ?? ''}
        maxLength={200}
        onChange={(type) => onChange({ entity_type: type.trim() === '' ? null : type })}
      />
    )
  return (
    <SelectField
      {...shared}
      value={values.entity_type}
      onChange={(entity_type) => onChange({ entity_type })}
      options={kind.types.map((type) => ({ value: type, label: type }))}
    />
  )
}

/** By which values the entity of a repository is found. */
export function CorrelationFields({ values, errors, onChange, kinds }: MappingFieldsProps) {
  if (values.behaviour === 'register')
    return (
      <p className={classes.quiet}>Nothing is compared: every repository becomes an entity of its own.</p>
    )
  const paths = kindOf(kinds, values.kind)?.catalogue_paths ?? ['title', 'identifier']
  const choose = <K extends keyof Mapping>(name: K, value: Mapping[K] | undefined) => {
    if (value !== undefined) onChange({ [name]: value })
  }
  return (
    <div className={classes.row}>
      <SelectField
        name="ingested_path"
        label={labels.ingested_path}
        value={values.ingested_path}
        onChange={(path) => choose('ingested_path', ingestedPaths.find(({ value }) => value === path)?.value)}
        options={ingestedPaths}
        error={errors.ingested_path}
      />
      <SelectField
        name="operator"
        label={labels.operator}
        value={values.operator}
        onChange={(chosen) => choose('operator', operators.find(({ value }) => value === chosen)?.value)}
        options={operators}
        error={errors.operator}
      />
      <SelectField
        name="catalogue_path"
        label={labels.catalogue_path}
        value={values.catalogue_path}
        onChange={(path) => choose('catalogue_path', path ?? undefined)}
        options={paths.map((path) => ({ value: path, label: pathInWords(path) }))}
        error={errors.catalogue_path}
        searchable
      />
    </div>
  )
}

/** Which fields of a repository its entity gets. */
export function FieldChoice({ values, errors, onChange }: Omit<MappingFieldsProps, 'kinds'>) {
  return (
    <Fold
      title="Configure fields (optional)"
      doc="All are mapped unless you choose otherwise."
      open={Boolean(errors.fields)}
    >
      <div className={classes.stack}>
        <CheckboxesField
          name="fields"
          label={labels.fields}
          help="The name is kept always."
          value={values.fields}
          onChange={(fields) => onChange({ fields })}
          options={fieldWords}
          error={errors.fields}
        />
        <SelectField
          name="tags_from"
          label={labels.tags_from}
          help="A repository of Bitbucket Cloud has no tags of its own."
          value={values.tags_from}
          onChange={(chosen) => {
            const source = tagSources.find(({ value }) => value === chosen)
            if (source) onChange({ tags_from: source.value })
          }}
          options={tagSources}
          error={errors.tags_from}
        />
      </div>
    </Fold>
  )
}
