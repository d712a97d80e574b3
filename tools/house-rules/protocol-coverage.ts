import { tableRows } from './markdown.js';

/** One row of docs/reference/protocol.md: a rule of the protocol and what holds it. */
export interface CoveredRule {
  id: string;
  /** Files with a test whose title carries the rule's id. */
  files: string[];
  /** What the rule waits for instead. */
  waits: string | undefined;
}

const RULE_ID = /^[A-Z][A-Z0-9]*-[0-9A-Z]+[a-z]?$/;
const WAITS = /^waits: ?(access|validation|collection)$/;

/** The rows whose first cell is a rule id. */
export function parseCoverage(markdown: string): CoveredRule[] {
  return tableRows(markdown)
    .filter(([id = '']) => RULE_ID.test(id.replaceAll('`', '')))
    .map((cells) => {
      const where = cells.at(-1) ?? '';
      return {
        id: (cells[0] ?? '').replaceAll('`', ''),
        files: [...where.matchAll(/`([^`]+\.ts)`/g)].map(([, file = '']) => file),
        waits: WAITS.exec(where.replaceAll('`', ''))?.[1],
      };
    });
}

/** How a file is looked up: the texts of every file whose path is, or ends with, the name. */
export type TextsOf = (file: string) => string[];

/** What is wrong with the coverage: rules without a test, tests that are not there, rules that stand twice. */
export function checkCoverage(rules: readonly CoveredRule[], textsOf: TextsOf): string[] {
  return rules.flatMap(({ id, files, waits }, index) => [
    ...(rules.findIndex((other) => other.id === id) === index ? [] : [`${id} stands twice`]),
    ...(files.length > 0 || waits ? [] : [`${id} has neither a test nor "waits: …"`]),
    ...files.flatMap((file) => checkFile(id, file, textsOf)),
  ]);
}

function checkFile(id: string, file: string, textsOf: TextsOf): string[] {
  const texts = textsOf(file);
  if (texts.length === 0) return [`${id} names ${file}, which does not exist`];
  return texts.some((text) => titlesName(text, id))
    ? []
    : [`${id} names ${file}, in which no title ends with [${id}]`];
}

/** Ids stand in square brackets at the end of a title, several with commas: `… [END5-01, END5-02]'`. */
function titlesName(text: string, id: string): boolean {
  return [...text.matchAll(/\[([A-Z0-9, a-z-]+)\]['"`]/g)].some(([, ids = '']) =>
    ids.split(/,\s*/).includes(id),
  );
}
