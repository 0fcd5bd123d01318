/** A key or a single value of a YAML text, and where it stands. */
export interface Written {
  /** Names and places that lead to it; those of a key end with the key. */
  readonly path: readonly string[]
  readonly kind: 'key' | 'value'
  /** Without quotation marks. */
  readonly text: string
  readonly from: number
  readonly to: number
}

/** What may stand where the caret is. */
export interface Found {
  /** The object whose key it may be; null where there can be none. */
  readonly keyIn: readonly string[] | null
  /** The value that it may be. */
  readonly valueAt: readonly string[] | null
  /** What is there already, quotation marks included. */
  readonly from: number
  readonly to: number
  readonly style: 'block' | 'flow'
  readonly hasColon: boolean
}

/** A list of the text, for what is put at its end. */
export interface Listed {
  readonly path: readonly string[]
  readonly style: 'block' | 'flow'
  /** Column of the dashes; of the bracket in flow style. */
  readonly column: number
  readonly from: number
  /** Behind its last item, or the closing bracket. */
  readonly to: number
  /** Of flow style: a comma is missing before another item. Null where the closing bracket is. */
  readonly wantsComma: boolean | null
}

/** An object or a list that is under way; the whole is one around all of them. */
export interface Frame {
  readonly kind: 'whole' | 'object' | 'list'
  readonly column: number
  readonly path: readonly string[]
  /** Of the entry that was read last. */
  at: string
  /** Whether that entry has a value, so that nothing else can be its value. */
  isFilled: boolean
}

export function entryOf({ kind, path, at }: Frame): readonly string[] {
  return kind === 'whole' ? [] : [...path, at]
}

/** The caret, until it is known what stands there. */
export class Caret {
  found: Found | null = null
  #isSettled = false
  readonly at: number | null

  constructor(at: number | null) {
    this.at = at
  }

  /** Whether it is from one place to another, and nothing was found for it yet. */
  isIn(from: number, to: number): boolean {
    return this.at !== null && !this.#isSettled && from <= this.at && this.at <= to
  }

  settle(found: Omit<Found, 'from' | 'to'> | null, from = this.at ?? 0, to = from): void {
    this.#isSettled = true
    this.found = found && { ...found, from, to }
  }
}
