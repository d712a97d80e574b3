import { concatenate, only, peek } from './peek.js';

describe('peeking into a body', () => {
  it('returns a body whole that ends at the threshold', async () => {
    const { whole } = await peek(bodyOf('ab', 'cd'), 4);
    expect(whole?.toString()).toBe('abcd');
  });

  it('returns what goes beyond the threshold as the rest, nothing lost and nothing twice', async () => {
    const peeked = await peek(bodyOf('ab', 'cd', 'e', 'f'), 3);
    expect(peeked.whole).toBeUndefined();
    expect(await textOf(peeked.rest!)).toBe('abcdef');
  });

  it('returns an empty body as whole, also with a threshold of nothing', async () => {
    expect((await peek(bodyOf(), 0)).whole?.length).toBe(0);
  });

  it('rejects as the body does', async () => {
    await expect(peek(failing(), 100)).rejects.toThrow('cut');
  });
});

describe('concatenating', () => {
  it('ends the second source when the reader breaks off in the first', async () => {
    let ended = false;
    const rest = (async function* () {
      try {
        yield Buffer.from('never');
      } finally {
        ended = true;
      }
    })();
    await rest.next();
    for await (const chunk of concatenate([Buffer.from('a'), Buffer.from('b')], rest)) {
      if (chunk) break;
    }
    expect(ended).toBe(true);
  });

  it('yields nothing for no bytes', async () => {
    expect(await textOf(only(Buffer.alloc(0)))).toBe('');
  });
});

async function* bodyOf(...chunks: string[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function* failing(): AsyncGenerator<Buffer> {
  yield Buffer.from('a');
  throw new Error('cut');
}

async function textOf(source: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
