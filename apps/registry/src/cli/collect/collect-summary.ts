import type { Collected, CollectionReport } from '../../maintenance/collection-report.js';
import { counted, roughly } from '../words.js';

/** What a run has collected, or would, for people. */
export function describeCollection({ dryRun, complete, totals, bytes, collected }: CollectionReport): string {
  const total = Object.values(totals).reduce((sum, count) => sum + count, 0);
  const kinds = [
    counted(totals.manifest, 'manifest'),
    counted(totals.link, 'link'),
    counted(totals.blob, 'blob'),
    counted(totals.repository, 'repository', 'repositories'),
  ];
  const lines = collected.map(describeOne);
  if (total > collected.length) lines.push(`… and ${total - collected.length} more`);
  lines.push(
    `${dryRun ? 'would collect' : 'collected'}  ${kinds.join(', ')}: ${roughly(bytes)} that no repository holds any longer`,
  );
  if (!complete)
    lines.push('The run ended early, because somebody else took over or the registry stops; run it again.');
  return `${lines.join('\n')}\n`;
}

function describeOne({ kind, digest, repository, bytes, why }: Collected): string {
  const what = [repository, digest].filter((part) => part !== undefined).join('@');
  return `${kind}  ${what} (${roughly(bytes)}): ${why}`;
}
