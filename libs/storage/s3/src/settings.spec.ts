import { printSettings, readSection, type SettingsError } from '@margo-registry/settings';
import { rejectionOf } from '@margo-registry/storage-core/testing';
import { S3Settings } from './settings.js';

const ENOUGH = {
  REGISTRY_BLOBS_ENDPOINT: 'http://minio:9000',
  REGISTRY_BLOBS_BUCKET: 'blobs',
  REGISTRY_BLOBS_ACCESS_KEY: 'key',
  REGISTRY_BLOBS_SECRET_KEY: 'secret',
};

async function settingsOf(environment: Record<string, string>): Promise<S3Settings> {
  const place = { section: 'blobs', prefix: 'REGISTRY', environment: { ...ENOUGH, ...environment } };
  return (await readSection(S3Settings, place)).settings;
}

async function faultsOf(environment: Record<string, string>): Promise<string[]> {
  const error = (await rejectionOf(() => settingsOf(environment))) as SettingsError;
  return error.faults.map(({ variable }) => variable);
}

describe('the settings of the s3 driver', () => {
  it('need an endpoint, a bucket and two keys', async () => {
    const settings = await settingsOf({});
    expect(settings).toMatchObject({ region: 'us-east-1', prefix: '', pathStyle: true, memory: 268_435_456 });
    const none = Object.fromEntries(Object.keys(ENOUGH).map((variable) => [variable, '']));
    expect((await faultsOf(none)).sort()).toEqual(Object.keys(ENOUGH).sort());
  });

  it('read every key from the environment', async () => {
    const settings = await settingsOf({
      REGISTRY_BLOBS_REGION: 'eu-central-1',
      REGISTRY_BLOBS_PREFIX: 'registry/one',
      REGISTRY_BLOBS_PATH_STYLE: 'false',
      REGISTRY_BLOBS_CA: '/etc/ca.pem',
      REGISTRY_BLOBS_PUBLIC_ENDPOINT: 'https://blobs.example.org',
      REGISTRY_BLOBS_MEMORY: '64MiB',
    });
    expect(settings).toMatchObject({
      region: 'eu-central-1',
      prefix: 'registry/one',
      pathStyle: false,
      ca: '/etc/ca.pem',
      publicEndpoint: 'https://blobs.example.org',
      memory: 67_108_864,
    });
  });

  it('hide both keys when they are printed', async () => {
    const printed = JSON.stringify(
      printSettings(await settingsOf({ REGISTRY_BLOBS_SECRET_KEY: 'hush-hush' })),
    );
    expect(printed).not.toContain('hush-hush');
    expect(printed.match(/\[hidden\]/g)).toHaveLength(2);
  });

  it.each([
    ['ENDPOINT', 'minio:9000'],
    ['ENDPOINT', 'ftp://minio'],
    ['ENDPOINT', 'http://minio:9000/path'],
    ['ENDPOINT', 'http://user:password@minio'],
    ['BUCKET', 'Blobs'],
    ['BUCKET', 'a'],
    ['BUCKET', 'a..b'],
    ['PREFIX', '/registry'],
    ['PREFIX', 'a//b'],
    ['PREFIX', 'a/../b'],
    ['PREFIX', '.'],
    ['PREFIX', 'with space'],
    ['MEMORY', '15MiB'],
    ['PATH_STYLE', 'perhaps'],
    ['PUBLIC_ENDPOINT', 'blobs.example.org'],
  ])('refuse %s=%s', async (key, value) => {
    expect(await faultsOf({ [`REGISTRY_BLOBS_${key}`]: value })).toEqual([`REGISTRY_BLOBS_${key}`]);
  });

  it.each(['registry', 'registry/', 'a/b.c/d_e-f', '..a'])('take the prefix %s', async (prefix) => {
    expect((await settingsOf({ REGISTRY_BLOBS_PREFIX: prefix })).prefix).toBe(prefix);
  });
});
