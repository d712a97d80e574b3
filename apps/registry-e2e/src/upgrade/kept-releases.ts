/* eslint-disable @nx/enforce-module-boundaries -- tools/release-store is a folder of scripts and no project */
import type { Contents } from '../../../../tools/release-store/recorder.mjs';
export type { Contents } from '../../../../tools/release-store/recorder.mjs';
/* eslint-enable @nx/enforce-module-boundaries */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const RELEASES = join(import.meta.dirname, '../../releases');

/** Every release whose stores are kept. */
export function listReleases(): string[] {
  return readdirSync(RELEASES).sort();
}

/** A folder or a file of what a release has left. */
export function pathOf(release: string, name: 'embedded' | 'servers' | 'backup' | 'settings.yaml'): string {
  return join(RELEASES, release, name);
}

export function readContents(release: string, engine: 'embedded' | 'servers'): Contents {
  return JSON.parse(readFileSync(join(pathOf(release, engine), 'contents.json'), 'utf8')) as Contents;
}
