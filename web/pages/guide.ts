/** A page of the operator guide, as the server hands it out, for an empty list or a help line to link to. */
export function guide(
  page:
    | 'operate'
    | 'secrets'
    | 'scale-out'
    | 'backup'
    | 'mappings'
    | 'catalogue'
    | 'blueprints'
    | 'discovery'
    | 'README',
  label: string,
) {
  return { href: `/docs/guide/${page}.md`, label }
}
