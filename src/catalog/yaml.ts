import { Composer, type Document, Lexer, LineCounter, type ParsedNode, Parser, type YAMLError } from 'yaml'

/** A document of a text, with what is wrong with it. */
export type YamlDocument = Document.Parsed<ParsedNode>

/** Parts may lie so deep in each other: what is written by hand does not come near it. */
const deepest = 200

/**
 * The documents of a text. The reader calls itself for each level: a text that goes down without end would take the
 * whole process with it, since a full stack is not always an error that can be caught.
 */
export function readYaml(
  text: string,
  lines: LineCounter = new LineCounter(),
  /** Whether a text with nothing in it is a document, too. */
  isDocument = false,
): YamlDocument[] {
  const composer = new Composer<ParsedNode>({ lineCounter: lines, prettyErrors: false })
  const parser = new Parser(lines.addNewLine)
  return [...composer.compose(tokensOf(parser, text, lines), isDocument, text.length)]
}

function* tokensOf(parser: Parser, text: string, lines: LineCounter) {
  lines.addNewLine(0)
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > deepest) throw new TooDeep(parser.offset)
  }
  yield* parser.end()
}

/** A text whose parts lie too deep in each other to be read. */
export class TooDeep extends Error {
  /** Where that was seen. */
  readonly offset: number

  constructor(offset: number) {
    super('Its parts lie too deep in each other.')
    this.offset = offset
  }
}

/** What is wrong with a document, as a sentence. */
export function yamlSentence({ message }: YAMLError): string {
  return message.endsWith('.') ? message : `${message}.`
}
