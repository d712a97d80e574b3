import { listDoomed, type UseStore } from '../store-fixture.js';

export function describeLeases(useStore: UseStore): void {
  describe('leases', () => {
    const given = useStore();
    const take = (holder: string, now: number) =>
      given.store.commands.takeLease({ name: 'collector', holder, ttlMilliseconds: 10, now });

    it('has one holder until it runs out', async () => {
      expect(await take('a', 100)).toEqual({ held: true });
      expect(await take('b', 109)).toEqual({ held: false });
      expect(await take('b', 110)).toEqual({ held: true });
      expect(await take('a', 111)).toEqual({ held: false });
    });

    it('is renewed by its holder', async () => {
      await take('a', 100);

      expect(await take('a', 109)).toEqual({ held: true });
      expect(await take('b', 112)).toEqual({ held: false });
    });

    it('is given back by its holder only', async () => {
      await take('a', 100);
      await given.store.commands.releaseLease({ name: 'collector', holder: 'b' });
      expect(await take('b', 101)).toEqual({ held: false });

      await given.store.commands.releaseLease({ name: 'collector', holder: 'a' });
      expect(await take('b', 102)).toEqual({ held: true });
    });
  });

  describe('doomed locations', () => {
    const given = useStore();

    it('are listed oldest first until they are forgotten', async () => {
      await given.store.commands.doomLocations({ locations: ['y', 'x', 'x'], now: 20 });
      await given.store.commands.doomLocations({ locations: ['z', 'x'], now: 10 });

      expect(await given.store.queries.listDoomedLocations(100, 10)).toEqual(['z', 'x', 'y']);
      expect(await given.store.queries.listDoomedLocations(20, 10)).toEqual(['z']);
      expect(await given.store.queries.listDoomedLocations(100, 2)).toEqual(['z', 'x']);
      await given.store.commands.forgetDoomedLocations({ locations: ['x', 'y', 'never'] });
      expect(await listDoomed(given)).toEqual(['z']);
    });

    it('can be very many at once, or none', async () => {
      const locations = Array.from({ length: 1201 }, (_, index) => `l/${index}`);
      await given.store.commands.doomLocations({ locations });
      await given.store.commands.doomLocations({ locations: [] });

      expect(await listDoomed(given)).toHaveLength(1201);
    });
  });
}
