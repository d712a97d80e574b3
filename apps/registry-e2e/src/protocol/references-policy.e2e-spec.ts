import { aDescriptor, aManifest, anIndex } from '@margo-registry/oci/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pushBlob, pushManifest, putManifest } from '../harness/pushes.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';

const SPARSE = [
  ['a missing layer', aManifest().withLayer(aDescriptor('nowhere'))],
  ['a missing config', aManifest().withConfig(aDescriptor('no config', 'application/json'))],
  ['a missing child', anIndex().withManifest(aManifest().withAnnotation('absent', 'yes').describe())],
] as const;

describe('what a manifest refers to', () => {
  describe('without a setting', () => {
    const shared = shareRegistry();

    it.each(SPARSE)('must be here: %s is refused [END7-09]', async (_what, document) => {
      await pushBlob(shared.client, 'policy', '{}');
      expectRefusal(
        await putManifest(shared.client, '/v2/policy/manifests/v1', document),
        'manifest-blob-unknown',
      );
    });
  });

  describe('with REGISTRY_MANIFESTS_REFERENCES=accept', () => {
    const shared = shareRegistry({ environment: { REGISTRY_MANIFESTS_REFERENCES: 'accept' } });

    it.each(SPARSE)('may be absent: %s is accepted and read back [END7-11]', async (_what, document) => {
      const digest = await pushManifest(shared.client, 'policy', document, 'v1');
      const answer = await shared.client.get(`/v2/policy/manifests/${digest}`);
      expect(answer.body.equals(document.build())).toBe(true);
    });

    it('may come later, and is then in use [END7-11, END10-02]', async () => {
      await pushManifest(
        shared.client,
        'policy/later',
        aManifest().withLayer(aDescriptor('comes later')),
        'v1',
      );
      const digest = await pushBlob(shared.client, 'policy/later', 'comes later');
      expectRefusal(await shared.client.delete(`/v2/policy/later/blobs/${digest}`), 'blob-in-use');
    });
  });

  describe('with a settings file', () => {
    const directory = mkdtempSync(join(tmpdir(), 'margo-registry-policy-'));
    const file = join(directory, 'settings.yaml');
    writeFileSync(
      file,
      [
        'manifests: { references: require }',
        'repositories:',
        '  - { pattern: "mirror/*", references: accept }',
        '  - { pattern: mirror/strict, references: require }',
        '  - { pattern: loose, references: accept }',
      ].join('\n'),
    );
    const shared = shareRegistry({ environment: { REGISTRY_SETTINGS: file } });
    afterAll(() => rmSync(directory, { recursive: true }));

    it.each([
      ['mirror/any/depth', 201],
      ['loose', 201],
      ['mirror/strict', 404],
      ['mirror', 404],
      ['mirrors/other', 404],
      ['loose/below', 404],
    ])(
      'is decided by the longest pattern that matches: %s answers %d [END7-11]',
      async (repository, status) => {
        await pushBlob(shared.client, repository, '{}');
        const sparse = aManifest().withLayer(aDescriptor('nowhere'));
        expect((await putManifest(shared.client, `/v2/${repository}/manifests/v1`, sparse)).status).toBe(
          status,
        );
      },
    );
  });
});
