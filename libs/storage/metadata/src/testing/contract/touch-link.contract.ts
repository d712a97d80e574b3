import { aBlob, digestOf } from '../builders.js';
import type { UseStore } from '../store-fixture.js';

const REPOSITORY = 'acme/app';

export function describeTouchLink(useStore: UseStore): void {
  describe('touching a link', () => {
    const given = useStore();
    const touch = (digest: string, now: number, freshFor?: number) =>
      given.store.commands.touchLink({ repository: REPOSITORY, digest, now, freshFor });

    it('is written only where the last touch is old enough', async () => {
      await given.store.commands.linkBlob(aBlob('b', { now: 100 }));
      const touchedAt = async () =>
        (await given.store.queries.findBlob(REPOSITORY, digestOf('b')))?.touchedAt;

      expect(await touch(digestOf('b'), 149, 50)).toEqual({ outcome: 'fresh' });
      expect(await touchedAt()).toBe(100);
      await given.store.commands.linkBlob(aBlob('b', { now: 149, freshFor: 50 }));
      expect(await touchedAt()).toBe(100);
      expect(await touch(digestOf('b'), 150, 50)).toEqual({ outcome: 'touched' });
      expect(await touchedAt()).toBe(150);
    });

    it('tells that it is gone', async () => {
      expect(await touch(digestOf('b'), 1)).toEqual({ outcome: 'gone' });
      await given.store.commands.linkBlob(aBlob('other'));
      expect(await touch(digestOf('b'), 1)).toEqual({ outcome: 'gone' });
    });
  });
}
