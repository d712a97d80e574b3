import { jest } from '@jest/globals';
import { PROFILES } from '@margo-registry/margo';
import { RegistrySettings } from '../settings.js';
import { prepareProfiles } from './prepare-profiles.js';

function leftAfterwards(change: (settings: RegistrySettings) => void): number {
  const settings = new RegistrySettings();
  change(settings);
  const profiles = [...PROFILES];
  prepareProfiles(settings, profiles);
  jest.runAllTimers();
  return profiles.length;
}

describe('the profiles', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('are made ready after the start, one after the other', () => {
    expect(leftAfterwards(() => undefined)).toBe(0);
  });

  it('are made ready where one repository is judged', () => {
    const left = leftAfterwards((settings) => {
      settings.margo.validation = 'off';
      settings.repositories = [{ pattern: 'acme/*', validation: 'warn' }];
    });
    expect(left).toBe(0);
  });

  it('are left alone where nothing is judged', () => {
    const left = leftAfterwards((settings) => {
      settings.margo.validation = 'off';
    });
    expect(left).toBe(PROFILES.length);
  });
});
