/**
 * The areas of the product an installation can switch off. An area that is off is gone from the rail, the API
 * and the command line; its data stays.
 */
export const features = [
  {
    name: 'api_keys',
    title: 'API keys',
    doc: 'Keys with which programs use the API in place of a person. Off: existing keys are refused.',
  },
  {
    name: 'api_docs',
    title: 'API reference',
    doc: 'The page at /api/docs and the document at /api/openapi.json.',
  },
  {
    name: 'prometheus',
    title: 'Prometheus metrics',
    doc: 'The page at /metrics for a Prometheus server to read.',
  },
] as const

export type Feature = (typeof features)[number]['name']
