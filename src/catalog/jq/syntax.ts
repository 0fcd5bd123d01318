/** What the fast path understands of jq. What is not here is left to the reference engine, a whole expression at a time. */
export type Node =
  | { readonly kind: 'identity' }
  | { readonly kind: 'everything' }
  | { readonly kind: 'field'; readonly of: Node; readonly name: string }
  | { readonly kind: 'index'; readonly of: Node; readonly at: Node }
  | { readonly kind: 'slice'; readonly of: Node; readonly from: Node | null; readonly to: Node | null }
  | { readonly kind: 'each'; readonly of: Node }
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string }
  | { readonly kind: 'text'; readonly format: string | null; readonly parts: readonly (string | Node)[] }
  | { readonly kind: 'format'; readonly name: string }
  | { readonly kind: 'array'; readonly body: Node | null }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [Node, Node])[] }
  | { readonly kind: 'negate'; readonly body: Node }
  | { readonly kind: 'pipe'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'comma'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'and' | 'or' | 'otherwise'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'attempt'; readonly body: Node }
  | { readonly kind: 'if'; readonly condition: Node; readonly then: Node; readonly otherwise: Node }
  | { readonly kind: 'bind'; readonly source: Node; readonly name: string; readonly body: Node }
  | {
      readonly kind: 'reduce'
      readonly source: Node
      readonly name: string
      readonly start: Node
      readonly update: Node
    }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Node[] }

export type Operator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>='

/** The fast path does not know this; the reference engine says what it means, or that it is wrong. */
export class Unsupported extends Error {}
