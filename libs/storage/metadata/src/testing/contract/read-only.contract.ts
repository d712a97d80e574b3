import type { UseStore } from '../store-fixture.js';

export function describeReadOnly(useStore: UseStore): void {
  describe('a note that the registry takes no writes', () => {
    const given = useStore();
    beforeEach(() => given.store.commands.leaveReadOnly({}));

    it('is absent at first, and found with its time, its author and its reason while it stands', async () => {
      const { commands, queries } = given.store;
      expect(await queries.findReadOnly()).toBeUndefined();

      const row = { since: 100, by: 'alice', reason: 'the disks move' };
      expect(await commands.enterReadOnly({ by: 'alice', reason: 'the disks move', now: 100 })).toEqual(row);
      expect(await queries.findReadOnly()).toEqual(row);
      expect(await commands.leaveReadOnly({})).toEqual({ left: true });
      expect(await queries.findReadOnly()).toBeUndefined();
      expect(await commands.leaveReadOnly({})).toEqual({ left: false });
    });

    it('stays as it was when somebody writes another one, and may have no author', async () => {
      const { commands, queries } = given.store;
      const first = await commands.enterReadOnly({ by: null, reason: 'the disks move', now: 100 });

      expect(first).toEqual({ since: 100, by: null, reason: 'the disks move' });
      expect(await commands.enterReadOnly({ by: 'bob', reason: 'another', now: 200 })).toEqual(first);
      expect(await queries.findReadOnly()).toEqual(first);
    });

    it('refuses nothing by itself', async () => {
      const { commands } = given.store;
      await commands.enterReadOnly({ by: null, reason: 'the disks move' });

      expect(await commands.takeLease({ name: 'collector', holder: 'a', ttlMilliseconds: 1 })).toEqual({
        held: true,
      });
    });
  });
}
