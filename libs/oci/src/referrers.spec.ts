import fc from 'fast-check';
import { parseManifest } from './manifest.js';
import { OCI_INDEX, OCI_MANIFEST } from './media-types.js';
import { renderReferrers, takeWithin, type Referrer } from './referrers.js';
import { digestOf } from './testing/a-descriptor.js';

function aReferrer(name: string, annotations: Record<string, string> | null = null): Referrer {
  return { digest: digestOf(name), mediaType: OCI_MANIFEST, artifactType: 'text/x', size: 7, annotations };
}

const rows = fc.array(
  fc
    .tuple(fc.string(), fc.option(fc.dictionary(fc.string(), fc.string({ unit: 'binary' }))))
    .map(([name, annotations]) => aReferrer(name, annotations)),
  { maxLength: 8 },
);

describe('a list of referrers', () => {
  it('is an empty index when there are none', () => {
    expect(new TextDecoder().decode(renderReferrers([]))).toBe(
      `{"schemaVersion":2,"mediaType":"${OCI_INDEX}","manifests":[]}`,
    );
  });

  it('describes each with its artifact type and annotations, and leaves out what it does not have', () => {
    const bare = { ...aReferrer('b'), artifactType: null };
    expect(JSON.parse(new TextDecoder().decode(renderReferrers([aReferrer('a', { k: 'é' }), bare])))).toEqual(
      {
        schemaVersion: 2,
        mediaType: OCI_INDEX,
        manifests: [
          {
            mediaType: OCI_MANIFEST,
            digest: digestOf('a'),
            size: 7,
            artifactType: 'text/x',
            annotations: { k: 'é' },
          },
          { mediaType: OCI_MANIFEST, digest: digestOf('b'), size: 7 },
        ],
      },
    );
  });

  it('is itself a valid index', () => {
    fc.assert(
      fc.property(
        rows,
        (list) =>
          parseManifest(renderReferrers(list.map((row) => ({ ...row, annotations: { a: 'b' } }))), OCI_INDEX)
            .references.length === list.length,
      ),
    );
  });
});

describe('taking referrers within a number of bytes', () => {
  it('takes the longest beginning that fits, to the byte', () => {
    fc.assert(
      fc.property(rows, fc.nat(8), (list, wanted) => {
        const beginning = list.slice(0, Math.max(1, wanted));
        const bytes = renderReferrers(beginning).length;
        expect(takeWithin(list, bytes)).toEqual(beginning);
        if (beginning.length > 1) expect(takeWithin(list, bytes - 1)).toEqual(beginning.slice(0, -1));
      }),
    );
  });

  it('takes one that is larger than the limit, so that the pages go on', () => {
    const large = aReferrer('a', { k: 'x'.repeat(1000) });
    expect(takeWithin([large, aReferrer('b')], 100)).toEqual([large]);
  });

  it('takes nothing of nothing', () => {
    expect(takeWithin([], 0)).toEqual([]);
  });
});
