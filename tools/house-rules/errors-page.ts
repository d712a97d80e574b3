import { table } from './markdown.js';

interface ErrorEntry {
  code: string;
  status: number;
  sentence: string;
}

/** docs/reference/errors.md: every refusal of the registry, by the code that clients see. */
export function errorsPage(errors: Readonly<Record<string, ErrorEntry>>): string {
  const entries = Object.entries(errors).map(([reason, entry]) => ({ reason, ...entry }));
  const codes = [...new Set(entries.map(({ code }) => code))].sort();
  const paragraphs = codes.map((code) => {
    const rows = entries.filter((entry) => entry.code === code).sort((a, b) => a.status - b.status);
    const cells = rows.map(({ status, reason, sentence }) => [String(status), `\`${reason}\``, sentence]);
    return `## ${code}\n\n${table(['status', 'reason', 'message'], cells)}`;
  });
  return [
    '# Errors',
    '',
    'Every refusal under `/v2/` has the body `{"errors":[{"code","message","detail"}]}` of the OCI distribution specification.',
    'The code and the status are stable; the message may say more than the sentence here. The reason is the word of the',
    'registry’s own log and metrics; it tells refusals with the same code apart.',
    '',
    paragraphs.join('\n\n'),
    '',
  ].join('\n');
}
