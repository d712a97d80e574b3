import type { Fact } from '@margo-registry/storage-metadata';

/** The last line of a copy: without it, the copy was cut off. */
export interface LastLine {
  readonly fact: 'end';
  /** How many facts stand before it. */
  readonly facts: number;
}

const KINDS = new Set<string | undefined>(['repository', 'blob', 'link', 'manifest', 'tag', 'end']);

/** A fact as one line of JSON (with its line feed): bytes in base64, and of a blob that lies in a blob store the sealed place. */
export function toLine(fact: Fact | LastLine, seal: (location: string) => string): string {
  return `${JSON.stringify(plain(fact, seal))}\n`;
}

function plain(fact: Fact | LastLine, seal: (location: string) => string): object {
  if (fact.fact === 'manifest') return { ...fact, payload: base64(fact.payload) };
  if (fact.fact !== 'blob' || fact.content === null) return fact;
  const { content } = fact;
  return {
    ...fact,
    content:
      'payload' in content ? { payload: base64(content.payload) } : { location: seal(content.location) },
  };
}

/** The fact of a line; the location of a blob is the sealed place. Throws a `SyntaxError` for what is no such line. */
export function fromLine(line: string): Fact | LastLine {
  const fact = JSON.parse(line) as Fact | LastLine;
  if (!KINDS.has((fact as Partial<Fact> | null)?.fact))
    throw new SyntaxError('a line holds no fact that is known');
  if (fact.fact === 'manifest') return { ...fact, payload: bytes(fact.payload) };
  if (fact.fact !== 'blob' || fact.content === null || !('payload' in fact.content)) return fact;
  return { ...fact, content: { payload: bytes(fact.content.payload) } };
}

function base64(payload: Uint8Array): string {
  return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('base64');
}

/** NOTE: as JSON has it, a payload is text. */
function bytes(payload: Uint8Array): Buffer {
  return Buffer.from(payload as unknown as string, 'base64');
}
