import { parseManifest } from '../manifest.js';
import { OCI_INDEX, OCI_MANIFEST } from '../media-types.js';
import { aDescriptor, digestOf } from './a-descriptor.js';
import { aManifest } from './a-manifest.js';
import { anIndex } from './an-index.js';
import { thrownBy } from './thrown-by.js';

describe('the builders', () => {
  it('begin with documents that are valid', () => {
    expect(parseManifest(aManifest().build(), OCI_MANIFEST).references).toHaveLength(1);
    expect(parseManifest(anIndex().build(), OCI_INDEX).references).toHaveLength(0);
  });

  it('build the same bytes for the same calls, and start anew each time', () => {
    const first = aManifest().withLayer(aDescriptor('a')).withAnnotation('k', 'v').build();
    expect(aManifest().withLayer(aDescriptor('a')).withAnnotation('k', 'v').build()).toEqual(first);
    expect(aManifest().build()).not.toEqual(first);
  });

  it('describe what they build', () => {
    const manifest = aManifest().withLayer(aDescriptor('a'));
    expect(manifest.describe()).toEqual({
      mediaType: OCI_MANIFEST,
      digest: digestOf(manifest.build()),
      size: manifest.build().length,
    });
  });

  it('count a text in bytes', () => {
    expect(aDescriptor('é').size).toBe(2);
  });
});

describe('catching a refusal', () => {
  it('fails when nothing is thrown, and lets other errors through', () => {
    const other = new RangeError('depth');
    const throwOther = (): never => {
      throw other;
    };
    expect(() => thrownBy(() => 1)).toThrow('nothing was thrown');
    expect(() => thrownBy(throwOther)).toThrow(other);
  });
});
