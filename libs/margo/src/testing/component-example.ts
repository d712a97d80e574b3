import { gzipSync } from 'fflate';
import type { PackageSource } from '../package/check-package.js';
import { readPackageManifest } from '../package/package-manifest.js';
import type { RuleId } from '../rules/catalogue.js';
import { tarOf, type TarEntry } from './archives.js';
import {
  TANK_BOX_ENTRIES,
  TANK_BOX_MANIFEST,
  TANK_CHART_ENTRIES,
  TANK_CHART_MANIFEST,
} from './packages/tank-box.js';

/** How a component differs from the valid one. */
export interface ComponentChange {
  /** Something that is there once in the manifest, and what stands in its place. */
  readonly manifest?: readonly [part: string, by: string];
  /** The same in one file of the archive. */
  readonly file?: readonly [path: string, part: string, by: string];
  /** An entry more. */
  readonly entry?: TarEntry;
  /** An entry less. */
  readonly without?: string;
  readonly tag?: string;
}

/** A valid component, kept and broken: the test of a rule, and what its documentation shows. */
export interface ComponentExample {
  readonly rule: RuleId;
  readonly of: 'compose' | 'helm';
  readonly fails: ComponentChange;
  /** What is done instead to keep the rule; nothing unless said. */
  readonly passes?: ComponentChange;
}

/** The component with the change made, as `checkComponent` takes it. */
export function changedComponent(of: ComponentExample['of'], change: ComponentChange): PackageSource {
  const text = of === 'compose' ? TANK_BOX_MANIFEST : TANK_CHART_MANIFEST;
  const entries = of === 'compose' ? TANK_BOX_ENTRIES : TANK_CHART_ENTRIES;
  const manifest = readPackageManifest(new TextEncoder().encode(replaced(text, change.manifest)));
  const kept = entries
    .filter(({ path }) => path !== change.without)
    .map((entry) => changedEntry(entry, change));
  const bytes = gzipSync(tarOf([...kept, ...(change.entry === undefined ? [] : [change.entry])]));
  return { manifest, read: () => Promise.resolve(bytes) };
}

function changedEntry(entry: TarEntry, { file: [path, part, by] = ['', '', ''] }: ComponentChange): TarEntry {
  return entry.path === path ? { ...entry, content: replaced(String(entry.content), [part, by]) } : entry;
}

function replaced(text: string, [part, by]: readonly [string, string] = ['', '']): string {
  if (!text.includes(part)) throw new Error(`${JSON.stringify(part)} is not there`);
  return text.replace(part, () => by);
}
