import { OciError } from '@margo-registry/oci';
import { Worker } from 'node:worker_threads';
import type { PasswordAnswer, PasswordQuestion } from './password-thread.js';

/** Checks that may wait; whoever comes later is asked to come again. At cost 10 they take a few seconds together. */
const MOST_WAITING = 64;

interface Waiting {
  readonly resolve: (isRight: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Compares passwords with bcrypt hashes on a thread of its own, so that pulls do not wait for logins. */
export class PasswordChecks {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private counter = 0;

  /** @throws OciError `logins-busy` while too many wait */
  check(password: string, hash: string): Promise<boolean> {
    if (this.waiting.size >= MOST_WAITING)
      throw new OciError('logins-busy', { headers: { 'Retry-After': '5' } });
    this.worker ??= this.start();
    const id = (this.counter += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker?.postMessage({ id, password, hash } satisfies PasswordQuestion);
    });
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  /** The thread is made for the first login and never keeps the process alive. A thread that fails is replaced. */
  private start(): Worker {
    const worker = new Worker(builtThread(import.meta.url), { execArgv: [] });
    worker.unref();
    worker.on('message', ({ id, isRight }: PasswordAnswer) => this.take(id)?.resolve(isRight));
    worker.on('error', (error) => this.fail(worker, error));
    worker.on('exit', () => this.fail(worker, new Error('the thread that checks passwords has ended')));
    return worker;
  }

  private take(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    return waiting;
  }

  private fail(worker: Worker, cause: unknown): void {
    if (this.worker === worker) this.worker = undefined;
    const failed = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of failed) reject(new OciError('logins-busy', { cause }));
  }
}

/** A thread needs compiled code: a test that runs from `src` takes the file that the build left in `dist`. */
function builtThread(here: string): URL {
  return new URL(
    new URL('./password-thread.js', here).href.replace(/\/src\/(access\/token-service\/[^/]+)$/, '/dist/$1'),
  );
}
