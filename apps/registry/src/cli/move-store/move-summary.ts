import { counted, roughly } from '../words.js';
import type { DamagedContent, MoveReport } from './move-report.js';

/** What a move has done, for people. */
export function describeMove(report: MoveReport, verb = 'moved'): string {
  const { blobs, facts, uploadsLeftBehind } = report;
  const lines = [
    ...report.damaged.map(describeDamage),
    ...report.tagsLeftBehind.map((tag) => `left behind  tag ${tag}: its manifest is damaged`),
    `${verb}  ${counted(facts.repository, 'repository', 'repositories')}, ${counted(facts.manifest, 'manifest')}, ${counted(facts.tag, 'tag')}, ${counted(blobs.copied + blobs.skipped, 'blob')}`,
    `       ${counted(blobs.copied, 'blob')} copied (${roughly(blobs.bytes)}), ${blobs.skipped} were there already`,
  ];
  if (uploadsLeftBehind > 0)
    lines.push(`       left behind: ${counted(uploadsLeftBehind, 'unfinished upload')}`);
  if (report.damaged.length > 0)
    lines.push(`       ${report.damaged.length} damaged and not copied: push them again`);
  return `${lines.join('\n')}\n`;
}

const SENTENCES: Readonly<Record<DamagedContent['damage'], string>> = {
  missing: 'its bytes are gone',
  short: 'its bytes are cut short',
  wrong: 'its bytes are not those of its digest',
};

function describeDamage({ kind, digest, damage, repositories }: DamagedContent): string {
  const where = repositories.length > 0 ? ` in ${repositories.join(', ')}` : '';
  return `damaged  ${kind} ${digest}${where}: ${SENTENCES[damage]}`;
}
