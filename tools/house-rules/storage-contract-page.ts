import { table } from './markdown.js';

/** A store that is broken on purpose, and the tests that say so. */
export interface BrokenStore {
  readonly fault: string;
  readonly caughtBy: readonly string[];
}

/** A group of promises and the titles of its tests, as the suite registers them. */
export interface PromiseGroup {
  title: string;
  promises: string[];
}

interface Runner {
  describe(title: string, body: () => void): void;
  it(title: string): void;
  beforeEach(): void;
  afterEach(): void;
}

/** Runs the registration of a suite with a runner that only writes down the titles. */
export function collectPromises(register: (runner: Runner) => void): PromiseGroup[] {
  const groups: PromiseGroup[] = [];
  const open: PromiseGroup[] = [];
  register({
    describe(title, body) {
      const group = { title, promises: [] };
      groups.push(group);
      open.push(group);
      body();
      open.pop();
    },
    it: (title) => void open.at(-1)?.promises.push(title),
    beforeEach: () => undefined,
    afterEach: () => undefined,
  });
  return groups.filter(({ promises }) => promises.length > 0);
}

/** docs/reference/storage-contract.md: every promise that a blob store keeps, and what the promises catch. */
export function storageContractPage(groups: readonly PromiseGroup[], broken: readonly BrokenStore[]): string {
  const parts = groups.map(
    ({ title, promises }) => `## ${title}\n\n${promises.map((promise) => `- ${promise}`).join('\n')}`,
  );
  return [
    '# What a blob store promises',
    '',
    'Each line is a test of `blobStoreContract` in `@margo-registry/storage-core/testing`. A driver is a blob store when all of',
    'them pass; one that does not keep a promise names it with a reason, and its README repeats that.',
    '',
    parts.join('\n\n'),
    '',
    '## What the promises catch',
    '',
    `${broken.length} stores that each break one promise on purpose, and the tests that find them out, which are run against`,
    'each of them in `libs/storage/core/src/testing/contract-faults.spec.ts`.',
    '',
    table(
      ['a store that …', 'is caught by'],
      broken.map(({ fault, caughtBy }) => [fault, caughtBy.join('; ')]),
    ),
    '',
  ].join('\n');
}
