import { readProjectFile } from './workspace.js';

interface Locked {
  resolved?: string;
  link?: boolean;
}

/** Entries of a lock file that say where to download from: such a lock file works only where that address does. */
function findDownloadAddresses(packages: Record<string, Locked>): string[] {
  return Object.entries(packages)
    .filter(([, { resolved, link }]) => resolved !== undefined && !(link === true && !resolved.includes(':')))
    .map(([name, { resolved }]) => `${name}: ${String(resolved)}`);
}

describe('the lock file', () => {
  it('says for no package where to download it', () => {
    const lock = JSON.parse(readProjectFile('package-lock.json')) as { packages: Record<string, Locked> };
    expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
    expect(findDownloadAddresses(lock.packages)).toEqual([]);
  });

  it('would be refused with an address, and may link to the workspaces', () => {
    const addressed = { 'node_modules/a': { resolved: 'https://example.org/a.tgz' } };
    const linked = { 'node_modules/b': { resolved: 'libs/b', link: true }, 'libs/b': {} };
    expect(findDownloadAddresses({ ...addressed, ...linked })).toEqual([
      'node_modules/a: https://example.org/a.tgz',
    ]);
  });

  it('stays that way, because .npmrc tells npm to leave the addresses out', () => {
    expect(readProjectFile('.npmrc').split('\n')).toContain('omit-lockfile-registry-resolved=true');
  });
});
