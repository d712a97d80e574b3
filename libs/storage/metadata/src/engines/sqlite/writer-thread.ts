import { parentPort, workerData } from 'node:worker_threads';
import { SqliteConnection } from './sqlite-connection.js';
import { toFailure, type Failure } from './sqlite-failure.js';
import { Writer, type CommandCall, type CommandResult } from './writer.js';

/** To the thread: calls, or the wish that it ends after them. */
export type ToWriterThread = { readonly calls: readonly CommandCall[] } | { readonly close: true };
/** From the thread. After `failed` and after `closed` nothing follows. */
export type FromWriterThread =
  { readonly ready: true } | { readonly results: readonly CommandResult[] } | { readonly failed: Failure };

/** Entry of the thread that owns the writing connection. */
async function serve(port: NonNullable<typeof parentPort>, { file }: { file: string }): Promise<void> {
  const connection = await SqliteConnection.open(file);
  const writer = new Writer(connection, (results) => tell(port, { results }));
  port.on('message', (message: ToWriterThread) => {
    if ('calls' in message) return writer.accept(message.calls);
    void writer.close().finally(() => port.close());
  });
  tell(port, { ready: true });
}

function tell(port: NonNullable<typeof parentPort>, message: FromWriterThread): void {
  port.postMessage(message);
}

if (parentPort !== null) {
  const port = parentPort;
  serve(port, workerData as { file: string }).catch((error: unknown) => {
    tell(port, { failed: toFailure(error) });
    port.close();
  });
}
