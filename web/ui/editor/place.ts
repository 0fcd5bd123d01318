/** Where in a text the caret is: in a key of the object at `path`, or in the value at `path`. */
export interface Place {
  readonly path: readonly string[]
  readonly kind: 'key' | 'value'
}

export interface Completion {
  readonly label: string
  readonly detail?: string | undefined
  /** What is written, where it is other than the label. */
  readonly value?: string
  /** A text, as all but numbers, true and false are: it goes into quotation marks where the language needs them. */
  readonly isText?: boolean
  /** Of a key: what stands under it, if it is more than a single value. */
  readonly holds?: 'object' | 'list' | undefined
}

/** What may stand at a place of a text, which is given as it is at this moment. */
export type Complete = (place: Place, text: string) => readonly Completion[]
