import { StorageError } from '@margo-registry/storage-core';
import { COMMANDS } from '../../commands/command-table.js';
import type { Commands } from '../../commands/commands.js';
import { detachBytes, reviveBytes } from './bytes.js';
import { DRIVER_NAME, fromFailure } from './sqlite-failure.js';
import type { WriterChannel, WriterEvents } from './writer-channel.js';
import type { CallName, CommandCall, CommandResult } from './writer.js';

interface Pending {
  readonly name: CallName;
  resolve(value: unknown): void;
  reject(reason: Error): void;
}

/** The asking side of the writer: one message for all calls of a turn of the event loop, one promise for each. */
export class WriterClient implements WriterEvents {
  /** Called when results have come, before anybody learns of them. */
  onCommit: () => void = () => undefined;
  private readonly pending = new Map<number, Pending>();
  private collected: CommandCall[] = [];
  private transfer: ArrayBuffer[] = [];
  private lastId = 0;
  private gone: Error | undefined;
  private channel: WriterChannel | undefined;
  private closing: Promise<void> | undefined;

  private constructor() {}

  static async connect(
    start: (events: WriterEvents) => WriterChannel | Promise<WriterChannel>,
  ): Promise<WriterClient> {
    const client = new WriterClient();
    client.channel = await start(client);
    return client;
  }

  get commands(): Commands {
    const names = Object.keys(COMMANDS) as (keyof Commands)[];
    return Object.fromEntries(
      names.map((name) => [name, (input: unknown) => this.call(name, input)]),
    ) as unknown as Commands;
  }

  /** Runs a command; resolves after its commit. */
  call(name: CallName, input: unknown): Promise<unknown> {
    if (this.gone !== undefined) return Promise.reject(this.unavailable(name, this.gone));
    return new Promise((resolve, reject) => {
      const id = (this.lastId += 1);
      this.pending.set(id, { name, resolve, reject });
      if (this.collected.length === 0) setImmediate(() => this.flush());
      this.collected.push({ id, name, input: detachBytes(input, this.transfer) });
    });
  }

  results(results: readonly CommandResult[]): void {
    this.onCommit();
    for (const result of results) {
      const call = this.pending.get(result.id);
      this.pending.delete(result.id);
      if ('failure' in result) call?.reject(fromFailure(result.failure, call.name));
      else call?.resolve(reviveBytes(result.value));
    }
  }

  died(reason: Error): void {
    this.gone ??= reason;
    for (const { name, reject } of this.pending.values()) reject(this.unavailable(name, reason));
    this.pending.clear();
  }

  /** Waits for the calls under way; later ones are refused. */
  close(): Promise<void> {
    this.closing ??= this.closeChannel();
    return this.closing;
  }

  private async closeChannel(): Promise<void> {
    this.gone ??= new Error('The store is closed.');
    this.flush();
    await this.channel?.close();
  }

  private flush(): void {
    const [calls, transfer] = [this.collected, this.transfer];
    this.collected = [];
    this.transfer = [];
    if (calls.length > 0) this.channel?.send(calls, transfer);
  }

  private unavailable(operation: string, cause: Error): StorageError {
    const message = 'The database takes no writes: its writer has ended.';
    return new StorageError('unavailable', message, { driver: DRIVER_NAME, operation, cause });
  }
}
