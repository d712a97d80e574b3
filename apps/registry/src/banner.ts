import type { Writable } from 'node:stream';
import type { Places } from './storage/places.js';

/** Where it listens, where it stores, and three lines to try; for the person at the terminal, so not on stdout. */
export function writeBanner(out: Writable, url: string, { blobs, metadata }: Places): void {
  const host = url.replace(/^https?:\/\//, '');
  const plain = url.startsWith('http:') ? ' --plain-http' : '';
  out.write(
    [
      '',
      '  Margo Registry',
      `  listens on  ${url}`,
      `  stores in   ${blobs} (blobs), ${metadata} (facts)`,
      '',
      '  Try:',
      `    curl ${url}/v2/_catalog`,
      `    oras push${plain} ${host}/demo/hello:1.0.0 README.md:text/markdown`,
      `    oras pull${plain} ${host}/demo/hello:1.0.0 --output pulled`,
      '',
      '',
    ].join('\n'),
  );
}
