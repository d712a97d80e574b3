import { setTimeout as delay } from 'node:timers/promises';
import type { Limits } from './limits.js';
import { Refusal } from './refusal.js';

const PASSING_STATUSES = new Set([408, 429, 500, 502, 503, 504]);
const PASSING_CODES = new Set([
  'InternalError',
  'OperationAborted',
  'ConditionalRequestConflict',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
]);
const CONNECTION_CODES = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
]);

/** True where the same call may succeed a moment later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof Refusal) return PASSING_STATUSES.has(error.status) || PASSING_CODES.has(error.code);
  return CONNECTION_CODES.has((error as { code?: string }).code ?? '');
}

/** Calls `work` until it succeeds, fails for good, or `signal` is aborted. */
export async function retry<T>(
  limits: Limits,
  signal: AbortSignal,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= limits.attempts || signal.aborted || !isPassing(error)) throw error;
      await pauseBefore(attempt + 1, limits, signal).catch(() => {
        throw error;
      });
    }
  }
}

/** Somewhere between half and the whole of a time that doubles: clients that failed together come back apart. */
export async function pauseBefore(attempt: number, limits: Limits, signal?: AbortSignal): Promise<void> {
  const longest = Math.min(limits.firstPause * 2 ** (attempt - 2), limits.longestPause);
  await delay(longest * (0.5 + Math.random() / 2), undefined, { signal });
}
