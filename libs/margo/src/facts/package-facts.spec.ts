import { checkDescription, type PlainDescription } from '../check-description.js';
import { VALID_DESCRIPTIONS } from '../testing/rule-example.js';
import { readPackageFacts } from './package-facts.js';

function read(text: string): PlainDescription {
  const { description } = checkDescription(new TextEncoder().encode(text), { profile: 'auto' });
  return description ?? {};
}

describe('facts of a package', () => {
  it('are read from a description of 1.0.0-rc.3', () => {
    const facts = readPackageFacts(read(VALID_DESCRIPTIONS['1.0.0-rc.3']));
    expect(facts).toMatchObject({
      applicationId: 'tank-watch',
      name: 'Tank Watch',
      version: '2.4.0',
      isPrerelease: false,
      summary: 'Reads level sensors and warns before a tank runs dry.',
      tagline: 'No tank runs dry unseen',
      site: 'https://tank-watch.example.com',
      organizations: ['Holm Instruments'],
      tags: ['level', 'alarm'],
      deploymentTypes: ['helm', 'compose', 'custom'],
      architectures: ['amd64', 'arm64'],
      resources: {
        icon: 'resources/tank.png',
        descriptionFile: 'resources/about.md',
        licenseFile: 'resources/terms.txt',
        releaseNotes: 'resources/changes.md',
      },
    });
    expect(facts?.components[1]).toEqual({
      deploymentProfile: 'cluster',
      type: 'helm',
      name: 'tank-watch',
      repository: 'oci://registry.example.com/holm/tank-watch',
      revision: '2.4.0-rc.1_build.7',
    });
  });

  it('are read from required resources and package locations of 1.0.0-rc.2', () => {
    expect(readPackageFacts(read(VALID_DESCRIPTIONS['1.0.0-rc.2']))).toMatchObject({
      applicationId: 'cold-store',
      architectures: ['arm64', 'riscv64'],
      resources: { icon: 'images/snow.png' },
      components: [{}, { packageLocation: 'https://files.example.org/cold-store-3.0.4.tar.gz' }],
    });
  });

  it('have the id from metadata and helm for helm.v3 in v1-alpha1', () => {
    expect(readPackageFacts(read(VALID_DESCRIPTIONS['v1-alpha1']))).toMatchObject({
      applicationId: 'weigh-bridge',
      deploymentTypes: ['helm', 'compose'],
      resources: {},
    });
  });

  it('have the version as it is written, also where YAML reads a number', () => {
    const text = VALID_DESCRIPTIONS['1.0.0-rc.3'].replace('version: 2.4.0', 'version: 1.10');
    expect(readPackageFacts(read(text))?.version).toBe('1.10');
  });

  it.each(['id: tank-watch\n', '  name: Tank Watch\n', '  version: 2.4.0\n'])(
    'are none without %j',
    (line) => {
      const text = VALID_DESCRIPTIONS['1.0.0-rc.3'].replace(line, '');
      expect(readPackageFacts(read(text))).toBeUndefined();
    },
  );

  it.each([
    { id: 'a', metadata: { name: 'b', version: '1', catalog: 7 }, deploymentProfiles: 'none' },
    { id: 'a', metadata: { name: 'b', version: '1', catalog: { organization: [1, null, {}] } } },
    { id: 'a', metadata: { name: 'b', version: '1' }, deploymentProfiles: [null, { components: [[], 3] }] },
  ])('are what can be read of a misshapen description: %j', (description) => {
    expect(readPackageFacts(description)).toMatchObject({ organizations: [], tags: [], deploymentTypes: [] });
  });
});
