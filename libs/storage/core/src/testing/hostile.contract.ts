import assert from 'node:assert/strict';
import { assertBlob, bytesOf, commit, read } from './bytes.js';
import type { Contract } from './contract.js';
import { storageErrorOf } from './rejection.js';

const LOCATIONS: { title: string; location: (real: string) => string }[] = [
  { title: 'empty', location: () => '' },
  { title: 'unknown', location: () => 'no-such-location' },
  { title: 'a dot', location: () => '.' },
  { title: 'a parent directory', location: () => '../x' },
  { title: 'a way round a real one', location: (real) => `x/../${real}` },
  { title: 'an absolute path', location: () => '/etc/hostname' },
  { title: 'an absolute path with backslashes', location: () => '..\\..\\etc\\hostname' },
  { title: 'a NUL behind a real one', location: (real) => `${real}\u0000` },
  { title: 'a line end behind a real one', location: (real) => `${real}\n` },
  { title: 'a slash before a real one', location: (real) => `/${real}` },
  { title: 'a slash behind a real one', location: (real) => `${real}/` },
  { title: 'a prefix of a real one', location: (real) => real.slice(0, -1) },
  {
    title: 'a real one in percent-encoding',
    location: (real) => real.replace(/./, (first) => `%${first.charCodeAt(0).toString(16)}`),
  },
  { title: 'very long', location: () => 'a'.repeat(100_000) },
  { title: 'the name of an object property', location: () => '__proto__' },
  { title: 'not ASCII', location: () => 'blöb-💾' },
];

export function hostileContract(contract: Contract): void {
  for (const { title, location } of LOCATIONS) {
    contract.it(
      `a location that is ${title} yields no bytes, and deleting it deletes nothing`,
      async ({ store }) => {
        const real = await commit(store, bytesOf(100));
        const hostile = location(real.location);
        assert.notEqual(hostile, real.location);
        await storageErrorOf(() => read(store, hostile), 'not-found', 'corrupt');
        await storageErrorOf(() => read(store, hostile, { start: 0, end: 0 }), 'not-found', 'corrupt');
        await store.delete(hostile);
        await assertBlob(store, real.location, bytesOf(100));
        await store.cancel(real.state);
      },
    );
  }
}
