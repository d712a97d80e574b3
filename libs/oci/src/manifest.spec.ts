import { parseManifest } from './manifest.js';
import {
  DOCKER_MANIFEST,
  DOCKER_MANIFEST_LIST,
  OCI_CONFIG,
  OCI_EMPTY,
  OCI_INDEX,
  OCI_MANIFEST,
} from './media-types.js';
import { aDescriptor } from './testing/a-descriptor.js';
import { aManifest } from './testing/a-manifest.js';
import { anIndex } from './testing/an-index.js';

const NONDISTRIBUTABLE = 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip';

function parse(document: { build(): Uint8Array }) {
  return parseManifest(document.build(), undefined);
}

describe('reading an image manifest', () => {
  it('lists config and layers in the order of the document', () => {
    const layers = [aDescriptor('one'), aDescriptor('two'), aDescriptor('one')];
    const document = layers.reduce((manifest, layer) => manifest.withLayer(layer), aManifest());
    const { mediaType, references } = parse(document);
    expect(mediaType).toBe(OCI_MANIFEST);
    expect(references.map(({ kind, required }) => [kind, required])).toEqual([
      ['config', true],
      ['layer', true],
      ['layer', true],
      ['layer', true],
    ]);
    expect(references.slice(1).map(({ descriptor }) => descriptor.digest)).toEqual(
      layers.map(({ digest }) => digest),
    );
  });

  it.each([
    ['no layers', aManifest()],
    ['null for no layers, as Go writes it', aManifest().withField('layers', null)],
    ['an embedded data field', aManifest().withLayer({ ...aDescriptor('a'), data: 'YQ==' })],
    [
      'unknown fields',
      aManifest()
        .withField('io.example', { deep: [1] })
        .withLayer({ ...aDescriptor('a'), x: 1 }),
    ],
    [
      'unknown media types of its content',
      aManifest().withLayer(aDescriptor('a', 'application/vnd.acme.thing')),
    ],
    ['a zero-byte layer', aManifest().withLayer(aDescriptor(''))],
    ['a sha512 layer', aManifest().withLayer(aDescriptor('a', 'text/plain', 'sha512'))],
    ['null for absent fields', aManifest().withField('annotations', null).withField('subject', null)],
    ['an empty config without artifactType', aManifest().withConfig(aDescriptor('{}', OCI_EMPTY))],
  ])('accepts %s', (_title, document) => {
    expect(parse(document).references[0]?.kind).toBe('config');
  });

  it('does not ask for content that clients may leave out', () => {
    const { references } = parse(
      aManifest()
        .withLayer(aDescriptor('a', NONDISTRIBUTABLE))
        .withLayer({ ...aDescriptor('b'), urls: ['https://example.com/b'] })
        .withLayer({ ...aDescriptor('c'), urls: [] }),
    );
    expect(references.map(({ required }) => required)).toEqual([true, false, false, true]);
  });

  it('reads subject, annotations and artifact type', () => {
    const subject = aManifest().describe();
    const manifest = parse(
      aManifest().withSubject(subject).withArtifactType('text/x').withAnnotation('a', 'b'),
    );
    expect(manifest.subject).toMatchObject(subject);
    expect(manifest).toMatchObject({
      artifactType: 'text/x',
      referrerArtifactType: 'text/x',
      annotations: { a: 'b' },
    });
  });

  it.each(['', undefined, null])('lets the config speak for the artifact type %p', (artifactType) => {
    const manifest = parse(aManifest().withField('artifactType', artifactType));
    expect(manifest).toMatchObject({ artifactType: undefined, referrerArtifactType: OCI_CONFIG });
  });

  it('keeps an annotation called __proto__ an annotation', () => {
    const text = JSON.stringify(JSON.parse(new TextDecoder().decode(aManifest().build()))).replace(
      '{',
      '{"annotations":{"__proto__":"x"},',
    );
    const { annotations } = parseManifest(new TextEncoder().encode(text), undefined);
    expect(JSON.stringify(annotations)).toBe('{"__proto__":"x"}');
  });

  it('takes the last of a field that is written twice', () => {
    const text = new TextDecoder().decode(aManifest().build()).replace('{', '{"schemaVersion":1,');
    expect(parseManifest(new TextEncoder().encode(text), undefined).mediaType).toBe(OCI_MANIFEST);
  });
});

describe('reading an index', () => {
  it('lists its manifests, other indexes among them', () => {
    const { references, referrerArtifactType } = parse(
      anIndex().withManifest(aManifest().describe()).withManifest(anIndex().describe()),
    );
    expect(references.map(({ kind }) => kind)).toEqual(['manifest', 'manifest']);
    expect(referrerArtifactType).toBeUndefined();
  });

  it('takes what is of no manifest type for a blob, as build caches list their layers', () => {
    const { references } = parse(
      anIndex().withManifest(aDescriptor('layer', 'application/vnd.oci.image.layer.v1.tar')),
    );
    expect(references[0]?.kind).toBe('layer');
  });

  it.each([anIndex(), anIndex().withField('manifests', null)])(
    'accepts one without manifests',
    (document) => {
      expect(parse(document).references).toEqual([]);
    },
  );
});

describe('the media types of pushed manifests', () => {
  it.each([
    [DOCKER_MANIFEST, aManifest()],
    [DOCKER_MANIFEST_LIST, anIndex()],
    [OCI_INDEX, anIndex()],
    [OCI_MANIFEST, aManifest()],
  ])('include %s', (mediaType, document) => {
    expect(parse(document.withField('mediaType', mediaType)).mediaType).toBe(mediaType);
  });
});
