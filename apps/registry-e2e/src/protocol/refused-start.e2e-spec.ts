import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusedStart } from '../harness/refused-start.js';
import { RunningRegistry } from '../harness/running-registry.js';

/** Milliseconds for what starts processes. */
const PATIENCE = 40_000;

const FAULTS = {
  REGISTRY_HTTP_PORT: 'http',
  REGISTRY_LOG_LEVEL: 'loud',
  REGISTRY_UPLOADS_IDLE: 'soon',
  REGISTRY_BLOBS_INLINE: '2MiB',
  REGISTRY_ACCESS_MODE: 'basic',
  REGISTRY_MANIFESTS_REFERENCES: 'perhaps',
};

describe('a start with a faulty set-up', () => {
  it(
    'ends with code 78 and a line for every fault of environment and file, with an example',
    async () => {
      const directory = await mkdtemp(join(tmpdir(), 'margo-registry-settings-'));
      const file = join(directory, 'settings.yaml');
      await writeFile(file, 'http: { prot: 5000 }\n');
      const { code, stderr, stdout } = await refusedStart({ ...FAULTS, REGISTRY_SETTINGS: file });
      await rm(directory, { recursive: true });
      expect([code, stdout]).toEqual([78, '']);
      for (const variable of Object.keys(FAULTS)) {
        expect(stderr).toMatch(new RegExp(`^${variable}: .*for example `, 'm'));
      }
      expect(stderr).toMatch(/^http\.prot: /m);
      expect(stderr).not.toMatch(/^\s+at /m);
    },
    PATIENCE,
  );

  it.each([
    ['two workers', { REGISTRY_HTTP_WORKERS: '2' }, 'REGISTRY_HTTP_WORKERS'],
    ['an open address', { REGISTRY_HTTP_HOST: '0.0.0.0' }, 'REGISTRY_ACCESS_OPEN'],
    ['a file that is not there', { REGISTRY_SETTINGS: '/nowhere/settings.yaml' }, '/nowhere/settings.yaml'],
  ])(
    'such as %s ends with code 78 and a sentence, and never listens',
    async (_what, environment, mentioned) => {
      const { code, stderr, stdout } = await refusedStart(environment);
      expect([code, stdout]).toEqual([78, expect.not.stringContaining('listening')]);
      expect(stderr).toContain(mentioned);
      expect(stderr).not.toMatch(/^\s+at /m);
    },
    PATIENCE,
  );

  it(
    'listens on an open address when that is asked for',
    async () => {
      const environment = { REGISTRY_HTTP_HOST: '0.0.0.0', REGISTRY_ACCESS_OPEN: 'true' };
      const registry = await RunningRegistry.start({ environment });
      expect(registry.stdout.join('\n')).toContain('"msg":"listening"');
      expect(await registry.stop()).toBe(0);
    },
    PATIENCE,
  );
});
