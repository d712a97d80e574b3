import type { Writable } from 'node:stream';
import { counted, roughly } from '../words.js';
import type { Finding } from './finding.js';
import type { VerifyCounts } from './verification.js';

/** Findings and summary as lines, for people or (JSON) for programs. */
export class VerifyOutput {
  constructor(
    private readonly out: Writable,
    private readonly json: boolean,
  ) {}

  finding(finding: Finding): void {
    this.line(this.json ? JSON.stringify(finding) : describeFinding(finding));
  }

  summary(counts: VerifyCounts): void {
    this.line(this.json ? JSON.stringify({ summary: counts }) : describeCounts(counts));
  }

  private line(text: string): void {
    this.out.write(`${text}\n`);
  }
}

function describeFinding(finding: Finding): string {
  const { kind, severity, sentence, repaired } = finding;
  const what = [finding.count ?? finding.digest ?? finding.location];
  if (finding.manifest !== undefined) what.push(`of manifest ${finding.manifest}`);
  if (finding.repositories?.length) what.push(`in ${finding.repositories.join(', ')}`);
  const marked = repaired ? ' (marked; push it again)' : '';
  return `${severity}  ${kind}  ${what.join(' ')}: ${sentence}${marked}`;
}

function describeCounts({ blobs, bytes, manifests, faults, notes, repaired }: VerifyCounts): string {
  const marked = repaired > 0 ? `, ${repaired} marked` : '';
  return `verified  ${counted(blobs, 'blob')} (${roughly(bytes)}) and ${counted(manifests, 'manifest')}: ${counted(faults, 'fault')}${marked}, ${counted(notes, 'note')}`;
}
