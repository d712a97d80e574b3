import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '@margo-registry/margo';
import { OCI_ERRORS } from '@margo-registry/oci';
import { describeSection, describeSettings } from '@margo-registry/settings';
import { blobStoreContract } from '@margo-registry/storage-core/testing';
import { plugin as filesystem } from '@margo-registry/storage-filesystem';
import { plugin as s3 } from '@margo-registry/storage-s3';
import { mockAuthSchema } from '../../apps/mock-auth/src/settings-schema.js';
import { registrySchema } from '../../apps/registry/src/settings-schema.js';
import { RegistrySettings, SETTINGS_PREFIX } from '../../apps/registry/src/settings.js';
import { describeMetrics } from '../../apps/registry/src/testing/described-metrics.js';
import { FINDINGS } from '../../apps/registry/src/cli/verify/finding.js';
import { FAULTS } from '../../libs/storage/core/src/testing/faults/faults.js';
import { commandLinePage, readHelp } from './command-line-page.js';
import { errorsPage } from './errors-page.js';
import { margoCheckPage } from './margo-check-page.js';
import { listShownExamples } from './margo-examples.js';
import { margoRulesPage } from './margo-rules-page.js';
import { metricsPage } from './metrics-page.js';
import { mockAuthKeys, mockAuthPages } from './mock-auth-pages.js';
import { settingsPage } from './settings-page.js';
import { collectPromises, storageContractPage } from './storage-contract-page.js';
import { ROOT, findProjectFile } from './workspace.js';

const unused = (): Promise<never> => Promise.reject(new Error('only titles are collected'));

const promises = collectPromises((runner) => {
  blobStoreContract('any', { runner, create: unused, unavailable: unused });
});

const shared = describeSettings(RegistrySettings, SETTINGS_PREFIX);
const driverKeys = [filesystem, s3].flatMap(({ name, settings }) =>
  describeSection(settings, SETTINGS_PREFIX, 'blobs').map((key) => ({
    ...key,
    section: `blobs, driver ${name}`,
  })),
);
const behindBlobs = shared.findLastIndex(({ section }) => section === 'blobs') + 1;
const settings = shared.toSpliced(behindBlobs, 0, ...driverKeys);

const metrics = await describeMetrics();

const pages: [path: string, text: string][] = [
  ['docs/reference/command-line.md', commandLinePage(await readHelp(), FINDINGS)],
  ['docs/reference/errors.md', errorsPage(OCI_ERRORS)],
  ['docs/reference/margo-check.md', await margoCheckPage()],
  ['docs/reference/margo-rules.md', margoRulesPage(RULES, await listShownExamples())],
  ['docs/reference/metrics.md', metricsPage(metrics)],
  ['docs/reference/settings.md', settingsPage(settings, SETTINGS_PREFIX)],
  ['docs/reference/storage-contract.md', storageContractPage(promises, FAULTS)],
  ...(await mockAuthPages()),
  ['apps/registry/settings.schema.json', `${JSON.stringify(registrySchema(), null, 2)}\n`],
  ['apps/mock-auth/settings.schema.json', `${JSON.stringify(mockAuthSchema(), null, 2)}\n`],
];

// `npm run docs` runs this file to write the pages: one way of making them, and none that could differ from the check.
if (process.env.MARGO_DOCS === 'write')
  pages.forEach(([path, text]) => writeFileSync(join(ROOT, path), text));

describe('generated pages', () => {
  it.each(pages)('%s is what the code says; otherwise run "npm run docs"', (path, text) => {
    expect(findProjectFile(path)).toBe(text);
  });

  it('have a sentence for every metric, and a prefix that tells whose it is', () => {
    expect(metrics.length).toBeGreaterThan(10);
    expect(metrics.filter(({ name, help }) => help === '' || !name.startsWith('margo_registry_'))).toEqual(
      [],
    );
  });

  it('have a sentence for every setting', () => {
    const silent = [...settings, ...mockAuthKeys].filter(({ sentence }) => sentence === '');
    expect(silent.map(({ key }) => key)).toEqual([]);
  });
});
