import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from './client.js';
import { someBytes } from './some-bytes.js';

const PACKAGE = join(import.meta.dirname, '../../../../examples/hello-package');
const DESCRIPTION = 'margo.yaml:application/vnd.margo.app.description.v1+yaml';
/** Otherwise oras writes the time, and the same push twice has two digests. */
const CREATED = 'org.opencontainers.image.created=2026-01-01T00:00:00Z';

/** What docs/guides/mirror.md carries: the package and the components that it names. */
export const CARRIED = [
  'margo/hello-panel:1.0.0',
  'margo-examples/hello-panel-chart:1.0.0',
  'margo-examples/hello-panel-compose:1.0.0',
] as const;

const RESOURCES = [
  'resources/icon.png:application/vnd.margo.app.icon.v1+png',
  'resources/description.md:application/vnd.margo.app.descriptionFile.v1+markdown',
  'resources/license.txt:application/vnd.margo.app.licenseFile.v1+plain',
  'resources/release-notes.md:application/vnd.margo.app.releaseNotes.v1+markdown',
];

/** Writes the parts of everything that is pushed into the folder of a client. */
export async function writeParts(client: Client): Promise<void> {
  await cp(PACKAGE, client.directory, { recursive: true });
  await client.write('chart.json', '{"name":"hello-panel","version":"1.0.0","apiVersion":"v2"}');
  await client.write('hello-panel-1.0.0.tgz', someBytes('chart', 200_000));
  await client.write('compose.tgz', someBytes('compose', 3_000_000));
  await client.write('signature', 'a signature');
  await client.write('sbom.json', '{"sbom":1}');
}

/** Pushes the package of the examples to `host` under `reference`; the same bytes have the same digest. Answers with the digest. */
export function pushPackage(
  oras: Client,
  host: string,
  reference: string,
  parts = [DESCRIPTION, ...RESOURCES],
): Promise<string> {
  return push(oras, `${host}/${reference}`, [
    '--artifact-type',
    'application/vnd.margo.app.v1+json',
    ...parts,
  ]);
}

/** Pushes {@link CARRIED}, each with a signature, and a bill of materials that is signed too. */
export async function pushAll(oras: Client, host: string): Promise<void> {
  const [app, chart, compose] = CARRIED.map((reference) => `${host}/${reference}`) as [
    string,
    string,
    string,
  ];
  await pushPackage(oras, host, CARRIED[0]);
  await push(oras, chart, [
    '--config',
    'chart.json:application/vnd.cncf.helm.config.v1+json',
    'hello-panel-1.0.0.tgz:application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  ]);
  await push(oras, compose, [
    '--artifact-type',
    'application/vnd.org.margo.component.compose+json',
    'compose.tgz:application/vnd.org.margo.component.compose.tar+gzip',
  ]);
  for (const subject of [app, chart, compose])
    await attach(oras, subject, 'application/vnd.example.signature', 'signature');
  const bill = await attach(oras, app, 'application/vnd.example.sbom', 'sbom.json');
  await attach(
    oras,
    `${app.replace(/:[^:]+$/, '')}@${bill}`,
    'application/vnd.example.signature',
    'signature',
  );
}

async function push(oras: Client, target: string, parameters: readonly string[]): Promise<string> {
  return digestIn(
    await oras.run('push', '--plain-http', '--no-tty', '--annotation', CREATED, target, ...parameters),
  );
}

async function attach(oras: Client, subject: string, type: string, file: string): Promise<string> {
  return digestIn(
    await oras.run('attach', '--plain-http', '--no-tty', '--artifact-type', type, subject, file),
  );
}

function digestIn(printed: string): string {
  return /Digest: (\S+)/.exec(printed)?.[1] ?? printed;
}
