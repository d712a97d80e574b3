import { aBlob, aStoredBlob, digestOf } from '../builders.js';
import { listDoomed, type UseStore } from '../store-fixture.js';

export function describeLinkBlob(useStore: UseStore): void {
  describe('linkBlob', () => {
    const given = useStore();
    const find = (text: string, repository = 'acme/app') =>
      given.store.queries.findBlob(repository, digestOf(text));

    it('keeps a small blob beside the facts and makes its repository', async () => {
      const linked = await given.store.commands.linkBlob(aBlob('small'));

      expect(linked).toEqual({ outcome: 'linked', location: null });
      expect(await find('small')).toMatchObject({
        digest: digestOf('small'),
        size: 5,
        payload: Buffer.from('small'),
        location: null,
      });
      expect(await given.store.queries.hasRepository('acme/app')).toBe(true);
    });

    it('keeps the location of a blob whose bytes are elsewhere', async () => {
      expect(await given.store.commands.linkBlob(aStoredBlob('big', 'a/1'))).toEqual({
        outcome: 'linked',
        location: 'a/1',
      });
      expect(await find('big')).toMatchObject({
        digest: digestOf('big'),
        size: 3,
        payload: null,
        location: 'a/1',
      });
    });

    it('lets one location of a digest stay and dooms the other, when two uploads bring the same bytes', async () => {
      const outcomes = await Promise.all([
        given.store.commands.linkBlob(aStoredBlob('same', 'a/1')),
        given.store.commands.linkBlob(aStoredBlob('same', 'a/2', { repository: 'other' })),
      ]);

      const { location } = (await find('same'))!;
      expect(outcomes).toEqual(Array(2).fill({ outcome: 'linked', location }));
      expect(await find('same', 'other')).toMatchObject({ location });
      expect([location, ...(await listDoomed(given))].sort()).toEqual(['a/1', 'a/2']);
    });

    it('dooms nothing when the same link is written twice', async () => {
      await given.store.commands.linkBlob(aStoredBlob('same', 'a/1'));
      await given.store.commands.linkBlob(aStoredBlob('same', 'a/1'));

      expect(await listDoomed(given)).toEqual([]);
    });

    it('dooms a new location when the bytes are already beside the facts', async () => {
      await given.store.commands.linkBlob(aBlob('both'));

      expect(await given.store.commands.linkBlob(aStoredBlob('both', 'a/1'))).toEqual({
        outcome: 'linked',
        location: null,
      });
      expect(await find('both')).toMatchObject({ payload: Buffer.from('both') });
      expect(await listDoomed(given)).toEqual(['a/1']);
    });

    it('leaves the bytes in the blob store when small bytes of the same digest follow', async () => {
      await given.store.commands.linkBlob(aStoredBlob('both', 'a/1'));

      expect(await given.store.commands.linkBlob(aBlob('both'))).toEqual({
        outcome: 'linked',
        location: 'a/1',
      });
      expect(await find('both')).toMatchObject({ location: 'a/1', payload: null });
    });

    it('hides a damaged blob until it is pushed again, and dooms the damaged bytes then', async () => {
      await given.store.commands.linkBlob(aStoredBlob('lost', 'a/1'));
      await given.store.commands.markBlobDamaged({ digest: digestOf('lost'), location: 'a/1' });
      expect(await find('lost')).toBeUndefined();

      expect(await given.store.commands.linkBlob(aStoredBlob('lost', 'a/2'))).toEqual({
        outcome: 'linked',
        location: 'a/2',
      });
      expect(await find('lost')).toMatchObject({ location: 'a/2' });
      expect(await listDoomed(given)).toEqual(['a/1']);
    });

    it('keeps a damaged blob beside the facts when it comes back small', async () => {
      await given.store.commands.linkBlob(aStoredBlob('lost', 'a/1'));
      await given.store.commands.markBlobDamaged({ digest: digestOf('lost'), location: 'a/1' });
      await given.store.commands.linkBlob(aBlob('lost'));

      expect(await find('lost')).toMatchObject({ location: null, payload: Buffer.from('lost') });
    });

    it('does not mark a blob that has moved to another location', async () => {
      await given.store.commands.linkBlob(aStoredBlob('moved', 'a/2'));
      await given.store.commands.markBlobDamaged({ digest: digestOf('moved'), location: 'a/1' });

      expect(await find('moved')).toMatchObject({ location: 'a/2' });
    });

    it('keeps bytes and text as they are, whatever is in them', async () => {
      const payload = Buffer.from([0, 255, 10, 0, 39]);
      await given.store.commands.linkBlob(
        aBlob("it's", { repository: "o'brien/äö", content: { payload }, size: 5 }),
      );

      expect(await find("it's", "o'brien/äö")).toMatchObject({ payload });
    });

    it('keeps a size beyond 32 bits', async () => {
      await given.store.commands.linkBlob(aStoredBlob('huge', 'a/1', { size: 2 ** 41 + 1 }));

      expect(await find('huge')).toMatchObject({ size: 2 ** 41 + 1 });
    });
  });
}
