import { renderSarif, renderText, type DescriptionSource, type Finding } from '@margo-registry/margo';
import { OciError } from '@margo-registry/oci';
import type { FastifyRequest } from 'fastify';
import type { Report } from './reports.service.js';

/** A document and the media type that it is sent as. */
export interface Rendered {
  readonly contentType: string;
  readonly body: string;
}

/** Findings with everything that one of the formats says about them. */
export interface Findings {
  readonly findings: readonly Finding[];
  /** What was looked at: a path or a reference. */
  readonly subject: string;
  /** For excerpts in text. */
  readonly source?: DescriptionSource;
  /** What the JSON form says beside the findings. */
  readonly facts: object;
}

/** The formats of a report, as the query names them. */
export const REPORT_FORMATS = ['json', 'sarif', 'text'] as const;

type Format = (typeof REPORT_FORMATS)[number];

const ACCEPTED: readonly [RegExp, Format][] = [
  [/application\/sarif\+json/, 'sarif'],
  [/text\/plain/, 'text'],
];

/** A report in the format that `format` or `Accept` asks for. Throws `request-invalid`. */
export function presentReport({ findings, ...facts }: Report, request: FastifyRequest): Rendered {
  return renderFindings({ findings, subject: `${facts.repository}@${facts.digest}`, facts }, request);
}

/** As {@link presentReport}, for findings of whatever was looked at. */
export function renderFindings(
  { findings, subject, source, facts }: Findings,
  request: FastifyRequest,
): Rendered {
  const format = formatOf(request);
  if (format === 'sarif')
    return { contentType: 'application/sarif+json', body: renderSarif(findings, { subject }) };
  if (format === 'text')
    return {
      contentType: 'text/plain; charset=utf-8',
      body: renderText(findings, { subject, lines: linesOf(source) }),
    };
  return { contentType: 'application/json', body: JSON.stringify({ ...facts, findings }) };
}

function linesOf(source: DescriptionSource | undefined): string[] {
  return Array.from({ length: source?.lineCount ?? 0 }, (_, index) => source?.line(index + 1) ?? '');
}

function formatOf(request: FastifyRequest): Format {
  const asked = new URLSearchParams(request.url.split('?')[1] ?? '').get('format');
  const known = REPORT_FORMATS.find((format) => format === asked);
  if (known !== undefined) return known;
  if (asked !== null)
    throw new OciError('request-invalid', { message: 'format is json, sarif or text, or left out' });
  const accept = request.headers.accept ?? '';
  return ACCEPTED.find(([pattern]) => pattern.test(accept))?.[1] ?? 'json';
}
