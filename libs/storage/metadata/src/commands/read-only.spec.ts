import { openSqliteMetadata } from '../engines/sqlite/open.js';
import { describeReadOnly } from '../testing/contract/read-only.contract.js';
import { useStore } from '../testing/temporary-store.js';

describeReadOnly(useStore);

describe('a note that the registry takes no writes, in a file', () => {
  const given = useStore();

  it('outlives the process that wrote it', async () => {
    const row = await given.store.commands.enterReadOnly({ by: 'alice', reason: 'the disks move' });
    await given.store.close();

    given.store = await openSqliteMetadata({ threaded: false, file: given.file });
    expect(await given.store.queries.findReadOnly()).toEqual(row);
  });
});
