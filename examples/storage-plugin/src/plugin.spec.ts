import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { validate } from 'class-validator';
import { plugin } from './plugin.js';
import { AzureSettings } from './settings.js';
import { aContainer, startAzurite, type Azurite } from './testing/azurite.js';

describe('plugin', () => {
  let azurite: Azurite;
  before(async () => {
    azurite = await startAzurite();
  });
  after(() => azurite.stop());

  const faultsOf = async (settings: Partial<AzureSettings>) => {
    const broken = await validate(Object.assign(new AzureSettings(), aContainer(azurite), settings));
    return broken.map(({ property }) => property);
  };

  it('makes the container where it is absent, and opens it again', async () => {
    const settings = aContainer(azurite);
    const first = await plugin.open(settings);
    assert.equal(await first.mark('mine'), 'mine');
    const second = await plugin.open(settings);
    assert.equal(await second.mark('yours'), 'mine');
  });

  it('keeps two prefixes of one container apart', async () => {
    const settings = aContainer(azurite);
    const [north, south] = [
      await plugin.open({ ...settings, prefix: 'north/' }),
      await plugin.open({ ...settings, prefix: 'south/' }),
    ];
    assert.deepEqual([await north.mark('north'), await south.mark('south')], ['north', 'south']);
  });

  it('says of a wrong key what is wrong and what to do', async () => {
    const settings = { ...aContainer(azurite), accessKey: 'bm90IHRoZSBrZXk=' };
    await assert.rejects(plugin.open(settings), {
      message:
        `blobs cannot be kept in the container ${settings.container} at ${settings.endpoint}: ` +
        'the service refuses this account and key, or its firewall this machine. ' +
        'Check endpoint, account and access key, and that the account may write there.',
    });
  });

  it('says of an endpoint where nothing listens that nothing does', async () => {
    const settings = { ...aContainer(azurite), endpoint: 'http://127.0.0.1:1/devstoreaccount1' };
    await assert.rejects(plugin.open(settings), /nothing listens at the endpoint/);
  });

  it('takes the settings of an emulator and of a real account', async () => {
    assert.deepEqual(await faultsOf({}), []);
    assert.deepEqual(await faultsOf({ endpoint: 'https://factory.blob.core.windows.net' }), []);
    assert.deepEqual(await faultsOf({ container: 'margo', prefix: 'factory/north/' }), []);
  });

  it('refuses settings that the service would refuse, each by its name', async () => {
    assert.deepEqual(await faultsOf({ endpoint: 'factory.blob.core.windows.net' }), ['endpoint']);
    assert.deepEqual(await faultsOf({ accessKey: 'key!' }), ['accessKey']);
    for (const container of ['ab', 'Margo', '-margo', 'margo-', 'mar--go', 'mar/go', 'a'.repeat(64)])
      assert.deepEqual(await faultsOf({ container }), ['container']);
    for (const prefix of ['/', 'factory', '/factory/', 'a//b/'])
      assert.deepEqual(await faultsOf({ prefix }), ['prefix']);
  });
});
