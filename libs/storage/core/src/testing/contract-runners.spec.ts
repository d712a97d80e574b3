import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MemoryBlobStore } from '../memory-blob-store.js';
import { aRunner } from './faults/collecting-runner.js';
import { blobStoreContract } from './blob-store.contract.js';
import type { Deviation } from './contract.js';

const run = promisify(execFile);

describe('the contract suite in other hands', () => {
  it('passes under the runner of Node, from the built package', async () => {
    const script = fileURLToPath(new URL('./node-test-run.mjs', import.meta.url));
    const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', script], {
      timeout: 60_000,
    });
    expect(stdout).toMatch(/^# fail 0$/m);
    expect(Number(/^# tests (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThan(100);
    expect(stdout).toContain('deleting twice succeeds (skipped: only to see a deviation reported)');
  }, 90_000);

  it('reports a deviation under a title that says so, and does not run its test', async () => {
    const runner = aRunner();
    register(runner, [{ test: 'deleting twice succeeds', reason: 'our bucket answers 404' }]);
    const title = 'deleting twice succeeds (skipped: our bucket answers 404)';
    expect(runner.titles()).toContain(title);
    expect(runner.titles()).not.toContain('deleting twice succeeds');
    expect(await runner.failures([title])).toEqual([]);
  });

  it('refuses a deviation that names no test', () => {
    const deviations = [{ test: 'deleting thrice succeeds', reason: 'it does not' }];
    expect(() => register(aRunner(), deviations)).toThrow(
      'names no test of the contract: "deleting thrice succeeds"',
    );
  });

  it('holds no title twice, so that a deviation means one test', () => {
    const runner = aRunner();
    register(runner, []);
    expect(new Set(runner.titles()).size).toBe(runner.titles().length);
  });
});

function register(runner: ReturnType<typeof aRunner>, deviations: Deviation[]): void {
  blobStoreContract('memory', {
    runner,
    async create() {
      const store = new MemoryBlobStore();
      return { store, reopen: async () => store.reopen(), destroy: () => store.close() };
    },
    unavailable: async () => new MemoryBlobStore(),
    deviations,
  });
}
