import { DirectorySync } from './directory-sync.js';
import { codedError } from './file-error.js';
import { observedFiles } from './testing/observed-files.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

describe('DirectorySync', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(() => directory.remove());

  it('serves all who ask at one time by one fsync', async () => {
    const { sync, begun } = heldSync(directory.path);
    const waiters = [sync(), sync(), sync()];
    (await begun(0))();
    await Promise.all(waiters);
    expect(begun.count()).toBe(1);
  });

  it('lets who asks while an fsync runs wait for one that begins afterwards', async () => {
    const { sync, begun } = heldSync(directory.path);
    const first = sync();
    const release = await begun(0);
    let late = 0;
    const others = [sync(), sync()].map((waiter) => waiter.then(() => (late += 1)));
    release();
    await first;
    const releaseSecond = await begun(1);
    expect(late).toBe(0);
    releaseSecond();
    await Promise.all(others);
    expect(begun.count()).toBe(2);
  });

  it('tells a failure to those who waited for it and goes on for those behind them', async () => {
    let calls = 0;
    const files = observedFiles((call) => {
      if (call === 'sync' && (calls += 1) === 1) throw codedError('EIO', 'made for a test');
    });
    const directorySync = new DirectorySync(files);
    await expect(directorySync.sync(directory.path)).rejects.toThrow('EIO');
    await expect(directorySync.sync(directory.path)).resolves.toBeUndefined();
  });

  it('does not let those fail who wait behind a sync that fails', async () => {
    let calls = 0;
    let late: Promise<void> | undefined;
    const files = observedFiles((call) => {
      if (call !== 'sync' || (calls += 1) > 1) return;
      late = directorySync.sync(directory.path);
      throw codedError('EIO', 'made for a test');
    });
    const directorySync = new DirectorySync(files);
    await expect(directorySync.sync(directory.path)).rejects.toThrow('EIO');
    await expect(late).resolves.toBeUndefined();
    expect(calls).toBe(2);
  });

  it('takes no offence at a file system that cannot sync directories', async () => {
    const files = observedFiles((call) => {
      if (call === 'sync') throw codedError('EINVAL', 'made for a test');
    });
    await expect(new DirectorySync(files).sync(directory.path)).resolves.toBeUndefined();
  });
});

/** Syncs that each wait until the test lets them go; `begun(n)` resolves with the release of the n-th. */
function heldSync(path: string) {
  const releases: (() => void)[] = [];
  const files = observedFiles((call) => {
    if (call === 'sync') return new Promise<void>((resolve) => releases.push(resolve));
  });
  const directorySync = new DirectorySync(files);
  const begun = async (index: number) => {
    for (let round = 0; releases[index] === undefined && round < 1000; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return releases[index] as () => void;
  };
  return {
    sync: () => directorySync.sync(path),
    begun: Object.assign(begun, { count: () => releases.length }),
  };
}
