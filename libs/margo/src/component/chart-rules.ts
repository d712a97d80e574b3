import { Cursor } from '../cursor.js';
import type { ArchiveEntry } from '../folder/archive-entry.js';
import type { PackageFindings } from '../package/package-findings.js';
import { quoted } from '../path.js';
import { tagOfVersion } from '../version.js';
import { readDescription } from '../yaml/description-reader.js';
import { openArchive, type PackedArchive } from './archive-rules.js';

const HOOK = /helm\.sh\/hook["']?\s{0,16}:/;
const LOOKUP = /\{\{[^{}]{0,500}?\blookup\s{1,16}["'$.(]/;

/** HELM-01 to HELM-04: what Margo asks of charts. */
export async function checkChart(
  archive: PackedArchive,
  tags: readonly string[],
  findings: PackageFindings,
): Promise<void> {
  const entries = await openArchive(archive, 'HELM-01', findings);
  const chart = entries?.find(({ path }) => /^[^/]+\/Chart\.yaml$/.test(path));
  if (entries === undefined) return;
  checkChartFile(chart?.bytes, tags, findings);
  const templates = entries.filter(({ path }) => /^[^/]+\/templates\//.test(path));
  for (const template of templates) checkTemplate(template, findings);
  const definitions = entries.find(({ path, type }) => type === 'file' && /^[^/]+\/crds\//.test(path));
  if (definitions !== undefined)
    findings.add(
      'HELM-04',
      `${quoted(definitions.path)} is a custom resource definition; devices do not manage those. Take it out.`,
      {
        document: 'component',
      },
    );
}

function checkChartFile(
  bytes: Uint8Array | undefined,
  tags: readonly string[],
  findings: PackageFindings,
): void {
  const { root } = bytes === undefined ? { root: undefined } : readDescription(bytes);
  const chart = new Cursor([], root);
  const apiVersion = chart.at('apiVersion').text;
  if (apiVersion !== 'v2')
    findings.add('HELM-01', `The apiVersion of Chart.yaml is ${quoted(apiVersion ?? '')}; write v2.`, {
      document: 'component',
      path: 'Chart.yaml',
    });
  const version = chart.at('version').source;
  for (const tag of tags.filter((one) => version !== undefined && one !== tagOfVersion(version)))
    findings.add(
      'HELM-02',
      `The tag ${quoted(tag)} is not the version of the chart, ${quoted(version ?? '')}.`,
      {
        document: 'component',
        path: 'Chart.yaml',
      },
    );
}

function checkTemplate({ path, bytes }: ArchiveEntry, findings: PackageFindings): void {
  const text = new TextDecoder().decode(bytes);
  const used = [HOOK.test(text) ? 'a hook' : '', LOOKUP.test(text) ? 'lookup' : ''].filter(
    (word) => word !== '',
  );
  for (const word of used)
    findings.add('HELM-03', `${quoted(path)} uses ${word}, which devices need not support; do without.`, {
      document: 'component',
      path: quoted(path),
    });
}
