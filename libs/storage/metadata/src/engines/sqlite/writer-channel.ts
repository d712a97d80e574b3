import { Worker } from 'node:worker_threads';
import { type SqliteConnection } from './sqlite-connection.js';
import { fromFailure } from './sqlite-failure.js';
import { Writer, type CommandCall, type CommandResult } from './writer.js';
import type { FromWriterThread, ToWriterThread } from './writer-thread.js';

/** What a writer tells its client. */
export interface WriterEvents {
  results(results: readonly CommandResult[]): void;
  /** The writer is gone though nobody closed it. */
  died(reason: Error): void;
}

/** The way to a writer, in this thread or in another one. */
export interface WriterChannel {
  /** Hands the buffers in `transfer` over: they are empty afterwards. */
  send(calls: readonly CommandCall[], transfer: readonly ArrayBuffer[]): void;
  /** After the calls sent so far. */
  close(): Promise<void>;
}

/** For tests that step or break the connection by hand; commits block this thread. */
export function writeInThread(connection: SqliteConnection, events: WriterEvents): WriterChannel {
  const writer = new Writer(connection, (results) => events.results(results));
  return {
    send: (calls) => writer.accept(calls),
    close: () => writer.close(),
  };
}

/** Starts the thread and resolves once it has opened the file. */
export async function startWriterThread(file: string, events: WriterEvents): Promise<WriterChannel> {
  // Flags of the process may be for its main program only (`--eval` and the like stop a thread).
  const worker = new Worker(builtThread(import.meta.url), { workerData: { file }, execArgv: [] });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  await waitUntilReady(worker);
  let isClosing = false;
  worker.on(
    'message',
    (message: FromWriterThread) => 'results' in message && events.results(message.results),
  );
  worker.on('error', (error) => events.died(error));
  worker.on(
    'exit',
    (code) => isClosing || events.died(new Error(`The writer thread ended with code ${code}.`)),
  );
  return {
    send: (calls, transfer) => worker.postMessage({ calls } satisfies ToWriterThread, transfer),
    close: () => {
      isClosing = true;
      worker.postMessage({ close: true } satisfies ToWriterThread);
      return exited;
    },
  };
}

function waitUntilReady(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (message: FromWriterThread) => {
      worker.off('error', reject);
      if ('failed' in message) reject(fromFailure(message.failed, 'open'));
      else resolve();
    });
  });
}

/** A thread needs compiled code: a test that runs from `src` takes the file that the build left in `dist`. */
export function builtThread(here: string): URL {
  return new URL(
    new URL('./writer-thread.js', here).href.replace(/\/src\/(engines\/sqlite\/[^/]+)$/, '/dist/$1'),
  );
}
