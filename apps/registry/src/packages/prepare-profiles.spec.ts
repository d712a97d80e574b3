import { PROFILES } from '@margo-registry/margo';
import { setImmediate as turn } from 'node:timers/promises';
import { RegistrySettings } from '../settings.js';
import { prepareProfiles } from './prepare-profiles.js';

async function leftAfterwards(change: (settings: RegistrySettings) => void): Promise<number> {
  const settings = new RegistrySettings();
  change(settings);
  const profiles = [...PROFILES];
  prepareProfiles(settings, profiles);
  for (let turns = 0; turns < 20; turns += 1) await turn();
  return profiles.length;
}

describe('the profiles', () => {
  it('are made ready after the start, one after the other', async () => {
    expect(await leftAfterwards(() => undefined)).toBe(0);
  });

  it('are made ready where one repository is judged', async () => {
    const left = await leftAfterwards((settings) => {
      settings.margo.validation = 'off';
      settings.repositories = [{ pattern: 'acme/*', validation: 'warn' }];
    });
    expect(left).toBe(0);
  });

  it('are left alone where nothing is judged', async () => {
    const left = await leftAfterwards((settings) => {
      settings.margo.validation = 'off';
    });
    expect(left).toBe(PROFILES.length);
  });
});
