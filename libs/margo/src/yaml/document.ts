import { Composer, type Document, Lexer, Parser } from 'yaml';
import { refuse } from './fault.js';
import { DESCRIPTION_LIMITS, MOST_LEXEMES } from './limits.js';

// Keys are compared by the reader: the library compares each with all others.
const OPTIONS = {
  schema: 'core',
  uniqueKeys: false,
  stringKeys: true,
  resolveKnownTags: false,
  merge: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

type Token = ReturnType<Parser['parse']> extends Generator<infer T> ? T : never;

/**
 * The one document of a text. Limits are kept while it is read, so that no recursion of the library meets more depth.
 *
 * @throws YamlRefusal for none, several, faulty or excessive documents
 */
export function parseDocument(text: string): Document.Parsed {
  const composer = new Composer(OPTIONS);
  const documents: Document.Parsed[] = [];
  for (const token of listTokens(text)) documents.push(...composer.next(token));
  documents.push(...composer.end(false, text.length));
  const [document] = documents;
  if (!document?.contents) refuse('PKG-01', 'The description is empty. Write an application description.');
  checkFaults(document);
  return document;
}

/** Tokens of the first document, whole. */
function* listTokens(text: string): Generator<Token> {
  const parser = new Parser();
  let documents = 0;
  for (const token of parseWithinLimits(parser, text)) {
    if (token.type === 'document') documents += 1;
    if (documents > 1) refuseSeveral(token.offset);
    yield token;
  }
}

function* parseWithinLimits(parser: Parser, text: string): Generator<Token> {
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    lexemes += 1;
    if (lexemes > MOST_LEXEMES) refuseAmount();
    if (parser.stack.length > DESCRIPTION_LIMITS.depth) refuseDepth(parser.offset);
  }
  yield* parser.end();
}

function refuseSeveral(start: number): never {
  const message =
    'A second YAML document begins here. Keep one description per file and leave out other `---` lines.';
  refuse('PKG-01', message, { start, end: start + 3 });
}

function refuseAmount(): never {
  refuse(
    'PKG-09',
    `The description has more than ${MOST_LEXEMES} words, signs and line breaks. Make it smaller.`,
  );
}

function refuseDepth(start: number): never {
  const message = `Mappings and lists are nested more than ${DESCRIPTION_LIMITS.depth} deep. Make the description flatter.`;
  refuse('PKG-09', message, { start, end: start + 1 });
}

function checkFaults(document: Document.Parsed): void {
  const [error] = document.errors;
  if (!error) return;
  const [start, end] = error.pos;
  const problem = error.message.replaceAll(/\s+/g, ' ').slice(0, 200);
  refuse('PKG-01', `This is not YAML: ${problem}. Check indentation, quotes and brackets around here.`, {
    start,
    end,
  });
}
