import { decideMediaType, refuseSchema1 } from './manifest-type.js';
import { DOCKER_SCHEMA1, DOCKER_SCHEMA1_SIGNED, OCI_INDEX, OCI_MANIFEST } from './media-types.js';
import { thrownBy } from './testing/thrown-by.js';

const image = { schemaVersion: 2, config: {}, layers: [] };

describe('the media type of a manifest', () => {
  it.each([
    [OCI_MANIFEST, undefined],
    [`${OCI_MANIFEST}; charset=utf-8`, undefined],
    [`  ${OCI_MANIFEST.toUpperCase()} ;x="a;b"`, undefined],
    [OCI_MANIFEST, OCI_MANIFEST],
    [undefined, OCI_MANIFEST],
    ['', OCI_MANIFEST],
    [';', OCI_MANIFEST],
    [undefined, ''],
    [undefined, null],
    [undefined, undefined],
  ])('is decided by Content-Type %p and mediaType %p', (contentType, mediaType) => {
    expect(decideMediaType({ ...image, mediaType }, contentType)).toBe(OCI_MANIFEST);
  });

  it('is an index by its shape', () => {
    expect(decideMediaType({ schemaVersion: 2, manifests: [] }, undefined)).toBe(OCI_INDEX);
  });

  it('must not be contradicted by the document', () => {
    const error = thrownBy(() => decideMediaType({ ...image, mediaType: OCI_INDEX }, OCI_MANIFEST));
    expect(error.reason).toBe('manifest-invalid');
    expect(error.message).toContain(OCI_INDEX);
    expect(error.message).toContain(OCI_MANIFEST);
  });

  it.each([
    {},
    { ...image, manifests: [] },
    { config: {} },
    { layers: [] },
    { config: [], layers: [] },
    { manifests: {} },
  ])('cannot be guessed from %j', (document) => {
    expect(thrownBy(() => decideMediaType(document, undefined)).message).toContain('mediaType is missing');
  });

  it.each(['application/json', 'application/octet-stream', 'text/plain'])(
    'is not %s, and the refusal names what is',
    (type) => {
      const error = thrownBy(() => decideMediaType(image, type));
      expect(error.reason).toBe('manifest-invalid');
      expect(error.message).toContain(OCI_MANIFEST);
    },
  );

  it('must be a text', () => {
    expect(thrownBy(() => decideMediaType({ ...image, mediaType: 2 }, OCI_MANIFEST)).reason).toBe(
      'manifest-invalid',
    );
  });

  it.each([DOCKER_SCHEMA1, DOCKER_SCHEMA1_SIGNED, `${DOCKER_SCHEMA1}; charset=utf-8`])(
    'is refused if it is %s',
    (type) => {
      expect(thrownBy(() => refuseSchema1(type))).toMatchObject({
        reason: 'media-type-unsupported',
        status: 415,
      });
      expect(thrownBy(() => decideMediaType({}, type)).reason).toBe('media-type-unsupported');
    },
  );

  it('is refused if the document says schema 1 by field or by version', () => {
    const byField = thrownBy(() => decideMediaType({ mediaType: DOCKER_SCHEMA1 }, undefined));
    const byVersion = thrownBy(() => decideMediaType({ schemaVersion: 1, fsLayers: [] }, undefined));
    expect([byField.reason, byVersion.reason]).toEqual(['media-type-unsupported', 'media-type-unsupported']);
  });
});
