import { readSettings } from '@margo-registry/settings';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegistrySettings, SETTINGS_PREFIX } from '../settings.js';

const read = (environment: Record<string, string>, file?: string) =>
  readSettings(RegistrySettings, { prefix: SETTINGS_PREFIX, environment, file });

describe('a profile in the settings', () => {
  it('that nobody knows is a fault of the start, and not of every push', async () => {
    await expect(read({ REGISTRY_MARGO_PROFILE: '1.0.0-rc.33' })).rejects.toThrow('REGISTRY_MARGO_PROFILE');
  });

  it('that nobody knows is a fault in the rules of a repository too', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'margo-settings-'));
    try {
      const file = join(directory, 'settings.yaml');
      await writeFile(file, 'repositories: [{ pattern: acme/*, profile: newest }]');
      await expect(read({}, file)).rejects.toThrow('profile');
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it.each(['auto', '1.0.0-rc.3', '1.0.0', '1.0.0-rc.2', 'v1-alpha1'])(
    'may be %s, as in a dry run',
    async (profile) => {
      const { settings } = await read({ REGISTRY_MARGO_PROFILE: profile });
      expect(settings.margo.profile).toBe(profile);
    },
  );
});
