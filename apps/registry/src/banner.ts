import type { Writable } from 'node:stream';
import type { Places } from './storage/places.js';

/** What the person at the terminal is told. */
export interface BannerFacts {
  /** Where it listens. */
  readonly url: string;
  /** Under which URL clients know it, where that is set. */
  readonly publicUrl?: string;
  readonly places: Places;
}

/** Where it listens, where it stores, and three lines to try; for the person at the terminal, so not on stdout. */
export function writeBanner(out: Writable, { url, publicUrl, places }: BannerFacts): void {
  const known = publicUrl?.replace(/\/$/, '');
  const shown = known ?? openable(url);
  const host = shown.replace(/^https?:\/\//, '');
  const plain = shown.startsWith('http:') ? ' --plain-http' : '';
  out.write(
    [
      '',
      '  Margo Registry',
      `  listens on  ${openable(url)}${url === openable(url) ? '' : ' and every other address of this machine'}`,
      ...(known === undefined ? [] : [`  known as    ${known}`]),
      `  stores in   ${places.blobs} (blobs), ${places.metadata} (facts)`,
      '',
      '  Try:',
      `    curl ${shown}/v2/_catalog`,
      `    oras push${plain} ${host}/demo/hello:1.0.0 README.md:text/markdown`,
      `    oras pull${plain} ${host}/demo/hello:1.0.0 --output pulled`,
      '',
      '',
    ].join('\n'),
  );
}

/** 0.0.0.0 and :: mean every address, and nobody can open them. */
function openable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
