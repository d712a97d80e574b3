import { compare } from 'bcryptjs';
import { parentPort } from 'node:worker_threads';

/** To the thread; `id` comes back with the answer. */
export interface PasswordQuestion {
  readonly id: number;
  readonly password: string;
  /** A bcrypt hash. */
  readonly hash: string;
}

/** From the thread. */
export interface PasswordAnswer {
  readonly id: number;
  readonly isRight: boolean;
}

// One after the other: bcrypt is written to be slow, and here it is slow for nobody but those who log in.
let last = Promise.resolve();

parentPort?.on('message', ({ id, password, hash }: PasswordQuestion) => {
  last = last.then(async () => {
    const isRight = await compare(password, hash).catch(() => false);
    parentPort?.postMessage({ id, isRight } satisfies PasswordAnswer);
  });
});
