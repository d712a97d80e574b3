import {
  countFindings,
  isAcceptable,
  renderGithub,
  renderSarif,
  renderText,
  type CheckedPackage,
} from '@margo-registry/margo';
import type { CheckOptions, ReportFormat } from './check-options.js';
import type { OpenedSource } from './sources/opened-source.js';

const ALONE =
  'Only the description was checked; name the folder of the package to have its files checked too.\n';

type Render = (source: OpenedSource, checked: CheckedPackage, options: CheckOptions) => string;

const RENDER: Readonly<Record<ReportFormat, Render>> = {
  text: renderForPeople,
  json: renderJson,
  sarif: ({ file }, { findings }) => `${renderSarif(findings, { subject: file })}\n`,
  github: ({ subject, file }, { findings }) => renderGithub(findings, { subject, file }),
};

/** The report as `--format` asks for it. */
export function renderReport(source: OpenedSource, checked: CheckedPackage, options: CheckOptions): string {
  return RENDER[options.format](source, checked, options);
}

function renderForPeople(source: OpenedSource, { findings, description }: CheckedPackage): string {
  const lines = description?.source.text.split('\n') ?? [];
  const leftOut = source.leftOut.map(
    (path) => `not pushed: ${JSON.stringify(path)}, which the description does not name\n`,
  );
  const text = renderText(findings, { subject: source.subject, lines });
  return `${text}${leftOut.join('')}${source.descriptionAlone === undefined ? '' : ALONE}`;
}

function renderJson(source: OpenedSource, checked: CheckedPackage, { level }: CheckOptions): string {
  const { findings, profile = null, facts } = checked;
  const { subject, digest, leftOut, tags } = source;
  const report = {
    subject,
    digest,
    tags,
    profile,
    level,
    acceptable: isAcceptable(findings),
    application: facts === undefined ? null : { id: facts.applicationId, version: facts.version },
    counts: countFindings(findings),
    findings,
    leftOut,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
