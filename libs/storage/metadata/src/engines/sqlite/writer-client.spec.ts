import { StorageError } from '@margo-registry/storage-core';
import { aBlob } from '../../testing/builders.js';
import { useFolder } from '../../testing/temporary-store.js';
import { startWriterThread, type WriterEvents } from './writer-channel.js';
import { WriterClient } from './writer-client.js';
import type { CommandCall } from './writer.js';

/** A writer that keeps what it is sent and answers when told to. */
class SilentWriter {
  readonly sent: CommandCall[][] = [];
  events: WriterEvents | undefined;

  readonly start = (events: WriterEvents) => {
    this.events = events;
    return {
      send: (calls: readonly CommandCall[]) => void this.sent.push([...calls]),
      close: () => Promise.resolve(),
    };
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('WriterClient', () => {
  let writer: SilentWriter;
  let client: WriterClient;
  beforeEach(async () => {
    writer = new SilentWriter();
    client = await WriterClient.connect(writer.start);
  });

  it('sends what one turn of the event loop asks for in one message', async () => {
    for (const text of ['a', 'b', 'c']) void client.commands.linkBlob(aBlob(text));
    await turn();

    expect(writer.sent.map((calls) => calls.length)).toEqual([3]);
  });

  it('gives each call its own answer, in whatever order they come', async () => {
    const calls = ['a', 'b'].map((text) => client.commands.linkBlob(aBlob(text)));
    await turn();
    const [first, second] = writer.sent[0]!;
    writer.events!.results([
      { id: second!.id, failure: { kind: 'full', message: 'disk I/O' } },
      { id: first!.id, value: 'first' },
    ]);

    await expect(calls[0]).resolves.toBe('first');
    await expect(calls[1]).rejects.toMatchObject({
      kind: 'full',
      operation: 'linkBlob',
      cause: { message: 'disk I/O' },
    });
  });

  it('rejects what is pending and what follows when the writer dies', async () => {
    const pending = client.commands.linkBlob(aBlob('a'));
    await turn();
    writer.events!.died(new Error('out of memory'));

    for (const call of [pending, client.commands.linkBlob(aBlob('b')), client.call('checkWritable', {})]) {
      const error = await call.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(StorageError);
      expect(error).toMatchObject({ kind: 'unavailable', cause: { message: 'out of memory' } });
    }
  });
});

describe('startWriterThread', () => {
  const folder = useFolder();

  it('rejects when the thread cannot open the file', async () => {
    const events = { results: () => undefined, died: () => undefined };

    await expect(startWriterThread(folder.path, events)).rejects.toThrow(/Unable to open/);
  });
});
