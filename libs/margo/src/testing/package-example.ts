import type { PackageCheckOptions, PackageSource } from '../package/check-package.js';
import { readPackageManifest } from '../package/package-manifest.js';
import type { RuleId } from '../rules/catalogue.js';
import { TANK_WATCH_MANIFEST, TANK_WATCH_PARTS, type PackagePart } from './packages/tank-watch-package.js';

/** What stands in the place of something that is there once in the manifest or a part of the valid package. */
export interface PackageChange {
  readonly in: 'manifest' | PackagePart;
  readonly part: string;
  readonly by: string;
}

/** The valid package, kept and broken: the test of a rule, and what its documentation shows. */
export interface PackageExample {
  readonly rule: RuleId;
  readonly fails: readonly PackageChange[];
  /** What is done instead to keep the rule; nothing unless said. */
  readonly passes?: readonly PackageChange[];
  /** Tags of the push where the rule is about them. */
  readonly tags?: { readonly fails: readonly string[]; readonly passes: readonly string[] };
  /** What else the broken package breaks. */
  readonly alsoBreaks?: readonly RuleId[];
}

/** The package with the changes made, as `checkPackage` takes it. */
export function changedPackage(changes: readonly PackageChange[]): PackageSource {
  const manifest = readPackageManifest(encode(changed('manifest', TANK_WATCH_MANIFEST, changes)));
  const parts = Object.entries(TANK_WATCH_PARTS).map(([name, content]) => changed(name, content, changes));
  const read = ({ digest }: { digest: string }): Promise<Uint8Array | undefined> => {
    const content = parts[Number(digest.at(-1)) - 1];
    return Promise.resolve(content === undefined ? undefined : encode(content));
  };
  return { manifest, read };
}

/** How an example is checked. */
export function optionsOf(tags: readonly string[] = []): PackageCheckOptions {
  return { level: 'enforce', profile: 'auto', tags, aliases: ['latest'] };
}

function changed(name: string, content: string, changes: readonly PackageChange[]): string {
  return changes
    .filter((change) => change.in === name)
    .reduce((text, { part, by }) => {
      const at = text.indexOf(part);
      if (at === -1 || text.includes(part, at + 1))
        throw new Error(`${JSON.stringify(part)} is not there once`);
      return text.slice(0, at) + by + text.slice(at + part.length);
    }, content);
}

/** A byte for each character. */
function encode(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
