import type { Finding, Severity } from '../finding.js';
import { getRule } from '../rules/catalogue.js';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** Findings as SARIF 2.1.0 (OASIS). `subject` is the artifact: a path or a reference. */
export function renderSarif(findings: readonly Finding[], { subject }: { subject: string }): string {
  const ids = [...new Set(findings.map(({ rule }) => rule))];
  const driver = {
    name: 'margo-check',
    informationUri: 'https://margo.org',
    rules: ids.map((id) => ({
      id,
      shortDescription: { text: getRule(id).title },
      help: { text: getRule(id).source },
    })),
  };
  const results = findings.map((finding) => resultOf(finding, subject, ids.indexOf(finding.rule)));
  return JSON.stringify({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  });
}

function resultOf(finding: Finding, subject: string, ruleIndex: number): object {
  const { rule, severity, message, document, path, line, column = 1, length = 1 } = finding;
  const region =
    line === undefined
      ? {}
      : { region: { startLine: line, startColumn: column, endColumn: column + length } };
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(subject) }, ...region },
        logicalLocations: [{ fullyQualifiedName: `${document}${path === '' ? '' : `/${path}`}` }],
      },
    ],
  };
}

/** A path as a relative reference: a colon in its first segment would make a scheme of it. */
function uriOf(subject: string): string {
  const uri = encodeURI(subject.replace(/\p{Surrogate}/gu, '\ufffd'));
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(uri) || !/^[^/]*:/.test(uri) ? uri : `./${uri}`;
}
