import { renderSarif, renderText, type Finding } from '@margo-registry/margo';
import { OciError } from '@margo-registry/oci';
import type { FastifyRequest } from 'fastify';
import type { StoredPackage } from './catalogue.service.js';

interface Rendered {
  readonly contentType: string;
  readonly body: string;
}

type Format = 'json' | 'sarif' | 'text';

const ACCEPTED: readonly [RegExp, Format][] = [
  [/application\/sarif\+json/, 'sarif'],
  [/text\/plain/, 'text'],
];

/** A report in the format that `format` or `Accept` asks for. Throws `request-invalid`. */
export function presentReport(found: StoredPackage, reference: string, request: FastifyRequest): Rendered {
  const findings = findingsOf(found);
  const subject = `${found.repository}@${found.manifest.digest}`;
  const format = formatOf(request);
  if (format === 'sarif')
    return { contentType: 'application/sarif+json', body: renderSarif(findings, { subject }) };
  if (format === 'text')
    return { contentType: 'text/plain; charset=utf-8', body: renderText(findings, { subject }) };
  const { report, repository, manifest } = found;
  const document = {
    repository,
    reference,
    digest: manifest.digest,
    profile: report?.profile ?? null,
    level: report?.level ?? 'off',
    checkedAt: report === undefined ? null : new Date(report.checkedAt).toISOString(),
    findings,
  };
  return { contentType: 'application/json', body: JSON.stringify(document) };
}

/** What was found when the manifest was checked last. */
export function findingsOf({ report }: StoredPackage): Finding[] {
  return report === undefined ? [] : (JSON.parse(report.findings) as Finding[]);
}

function formatOf(request: FastifyRequest): Format {
  const asked = new URLSearchParams(request.url.split('?')[1] ?? '').get('format');
  if (asked === 'json' || asked === 'sarif' || asked === 'text') return asked;
  if (asked !== null)
    throw new OciError('request-invalid', { message: 'format is json, sarif or text, or left out' });
  const accept = request.headers.accept ?? '';
  return ACCEPTED.find(([pattern]) => pattern.test(accept))?.[1] ?? 'json';
}
