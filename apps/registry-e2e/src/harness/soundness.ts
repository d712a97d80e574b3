import { readFileSync } from 'node:fs';
import type { RunningRegistry } from './running-registry.js';
import type { SharedRegistry } from './shared-registry.js';

/** After each test: the process still answers, and it has met no failure of its own (nothing logged as an error). */
export function expectSoundAfterEach(shared: SharedRegistry): void {
  afterEach(async () => {
    expect((await shared.client.get('/v2/')).status).toBe(200);
    expect(failuresOf(shared.registry)).toEqual([]);
  });
}

/** Lines of severity `error` and above, and whatever a dying process would print. */
export function failuresOf({ stdout, stderr }: RunningRegistry): string[] {
  const traces = stderr.filter((line) => /^\s+at |Error:/.test(line));
  return [...stdout.filter((line) => /"level":[56]0/.test(line)), ...traces];
}

/** Resident memory in bytes, or `undefined` where the system has no /proc. */
export function residentMemory({ process }: RunningRegistry): number | undefined {
  try {
    const [, kibibytes] =
      /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${process.pid}/status`, 'utf8')) ?? [];
    return Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}
