import fc from 'fast-check';
import { parseManifest } from './manifest.js';
import { DOCKER_SCHEMA1, OCI_MANIFEST } from './media-types.js';
import { aDescriptor } from './testing/a-descriptor.js';
import { aManifest } from './testing/a-manifest.js';
import { anIndex } from './testing/an-index.js';
import { thrownBy } from './testing/thrown-by.js';

function parse(document: { build(): Uint8Array }) {
  return parseManifest(document.build(), undefined);
}

function violationsOf(document: { build(): Uint8Array }) {
  return (thrownBy(() => parse(document)).detail as { violations: { path: string; problem: string }[] })
    .violations;
}

describe('refusing a manifest', () => {
  const good = aDescriptor('a');
  it.each([
    ['schemaVersion', aManifest().withField('schemaVersion', 1)],
    ['schemaVersion', aManifest().withField('schemaVersion', '2')],
    ['schemaVersion', anIndex().withoutField('schemaVersion')],
    ['config', aManifest().withoutField('config')],
    ['config', aManifest().withField('config', [])],
    ['layers', aManifest().withoutField('layers')],
    ['layers', aManifest().withField('layers', {})],
    ['layers[0]', aManifest().withField('layers', [null])],
    [
      'layers[1].digest',
      aManifest()
        .withLayer(good)
        .withLayer({ ...good, digest: 'sha256:baddigeststring' }),
    ],
    ['layers[0].digest', aManifest().withLayer({ ...good, digest: good.digest.toUpperCase() })],
    ['layers[0].digest', aManifest().withLayer({ ...good, digest: 'latest' })],
    ['layers[0].digest', aManifest().withLayer({ ...good, digest: undefined })],
    ['layers[0].size', aManifest().withLayer({ ...good, size: -1 })],
    ['layers[0].size', aManifest().withLayer({ ...good, size: 1.5 })],
    ['layers[0].size', aManifest().withLayer({ ...good, size: 2 ** 53 })],
    ['layers[0].size', aManifest().withLayer({ ...good, size: '1' })],
    ['layers[0].mediaType', aManifest().withLayer({ ...good, mediaType: '' })],
    ['layers[0].mediaType', aManifest().withLayer({ ...good, mediaType: 1 })],
    ['layers[0].urls', aManifest().withLayer({ ...good, urls: 'https://example.com' })],
    ['layers[0].annotations["n"]', aManifest().withLayer({ ...good, annotations: { n: 1 } })],
    ['config.artifactType', aManifest().withConfig({ ...good, artifactType: 1 })],
    ['annotations["n"]', aManifest().withAnnotation('n', 1)],
    ['annotations["n"]', aManifest().withAnnotation('n', 'a\0b')],
    ['annotations["n"]', aManifest().withAnnotation('n', '\ud800')],
    ['annotations["a\\u0000"]', aManifest().withAnnotation('a\0', 'x')],
    ['annotations', aManifest().withField('annotations', ['a'])],
    ['artifactType', aManifest().withField('artifactType', {})],
    ['artifactType', aManifest().withArtifactType('a\0')],
    ['subject', aManifest().withField('subject', 'sha256:a')],
    ['subject.digest', anIndex().withSubject({ ...good, digest: 'x' })],
    ['manifests', anIndex().withoutField('manifests')],
    ['manifests[0].size', anIndex().withManifest({ ...good, size: null })],
    ['manifests', aManifest().withField('manifests', [])],
    ['layers', anIndex().withField('layers', [])],
  ])('names %s, where it breaks a rule', (path, document) => {
    const error = thrownBy(() => parse(document));
    expect(error).toMatchObject({ reason: 'manifest-invalid', code: 'MANIFEST_INVALID', status: 400 });
    expect(violationsOf(document).map((violation) => violation.path)).toEqual([path]);
    expect(error.message).toContain(path);
  });

  it('reports several violations at once', () => {
    const document = aManifest()
      .withField('schemaVersion', 3)
      .withLayer({})
      .withSubject({ ...good, size: -1 });
    expect(violationsOf(document).map(({ path }) => path)).toEqual([
      'schemaVersion',
      'layers[0].mediaType',
      'layers[0].digest',
      'layers[0].size',
      'subject.size',
    ]);
    expect(thrownBy(() => parse(document)).message).toContain('; and 2 more');
  });

  it('keeps the answer short when everything is wrong', () => {
    const document = aManifest().withField(
      'layers',
      Array.from({ length: 50_000 }, () => ({})),
    );
    const error = thrownBy(() => parse(document));
    expect(violationsOf(document)).toHaveLength(20);
    expect(error.message).toContain('and 149997 more');
    expect(JSON.stringify(error.detail).length + error.message.length).toBeLessThan(3000);
  });

  it.each([
    ['empty', ''],
    ['no JSON', '{"schemaVersion":2'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"x"'],
    ['followed by NUL', '{}\0'],
    ['with a raw NUL in a text', '{"a":"\0"}'],
    ['two documents', '{}{}'],
  ])('refuses a body that is %s', (_title, text) => {
    expect(thrownBy(() => parseManifest(new TextEncoder().encode(text), OCI_MANIFEST)).reason).toBe(
      'manifest-invalid',
    );
  });

  it('refuses a byte order mark before a manifest that is otherwise valid', () => {
    const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, ...aManifest().build()]);
    expect(thrownBy(() => parseManifest(bytes, OCI_MANIFEST)).message).toContain('byte order mark');
  });

  it('refuses Docker schema 1 before it looks into the body', () => {
    const error = thrownBy(() => parseManifest(Uint8Array.from([0xff]), DOCKER_SCHEMA1));
    expect(error.reason).toBe('media-type-unsupported');
  });

  it.each([
    [[0x7b, 0xff, 0x7d]],
    [[0xff, 0xfe, 0x7b, 0x00]],
    [[0x22, 0xed, 0xa0, 0x80, 0x22]],
    [[0x22, 0xc0, 0x80, 0x22]],
  ])('refuses the bytes %j, which are no UTF-8', (bytes) => {
    expect(thrownBy(() => parseManifest(Uint8Array.from(bytes), OCI_MANIFEST)).message).toContain('UTF-8');
  });

  it.each(['[', '{"a":'])('survives 100,000 levels of %s', (opening) => {
    const closing = opening === '[' ? ']' : '}';
    const deep = `${opening.repeat(100_000)}1${closing.repeat(100_000)}`;
    const image = new TextDecoder().decode(aManifest().build());
    const inside = image.replace('{', `{"x":${deep},`);
    expect(parseManifest(new TextEncoder().encode(inside), undefined).mediaType).toBe(OCI_MANIFEST);
    const layers = image
      .replace('"layers":[]', `"layers":[${deep}]`)
      .replace('{', `{"annotations":{"a":${deep}},`);
    expect(thrownBy(() => parseManifest(new TextEncoder().encode(layers), undefined)).reason).toBe(
      'manifest-invalid',
    );
    expect(
      thrownBy(() => parseManifest(new TextEncoder().encode(opening.repeat(100_000)), undefined)).reason,
    ).toBe('manifest-invalid');
  });

  it('throws nothing but an OCI error, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => new TextEncoder().encode(text)),
    );
    fc.assert(
      fc.property(
        bytes,
        fc.option(fc.string(), { nil: undefined }),
        (body, type) => thrownBy(() => parseManifest(body, type)).status < 500,
      ),
    );
  });

  it('throws nothing but an OCI error, whatever stands in a field', () => {
    const fields = fc.constantFrom(
      'schemaVersion',
      'mediaType',
      'config',
      'layers',
      'manifests',
      'subject',
      'annotations',
      'artifactType',
    );
    const documents = fc.constantFrom(aManifest, anIndex);
    fc.assert(
      fc.property(documents, fields, fc.jsonValue(), (document, field, value) => {
        const bytes = document().withField(field, value).build();
        try {
          return parseManifest(bytes, undefined).mediaType !== '';
        } catch {
          return thrownBy(() => parseManifest(bytes, undefined)).status < 500;
        }
      }),
      { numRuns: 500 },
    );
  });
});
