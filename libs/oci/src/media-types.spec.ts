import {
  DOCKER_MANIFEST,
  DOCKER_MANIFEST_LIST,
  DOCKER_SCHEMA1,
  MANIFEST_MEDIA_TYPES,
  OCI_EMPTY,
  OCI_INDEX,
  OCI_MANIFEST,
  isIndexType,
  isManifestType,
  isNondistributable,
} from './media-types.js';

describe('media types', () => {
  it('part what may be pushed into images and indexes, each in exactly one', () => {
    expect(MANIFEST_MEDIA_TYPES.filter(isManifestType)).toEqual([OCI_MANIFEST, DOCKER_MANIFEST]);
    expect(MANIFEST_MEDIA_TYPES.filter(isIndexType)).toEqual([OCI_INDEX, DOCKER_MANIFEST_LIST]);
    expect(MANIFEST_MEDIA_TYPES).toHaveLength(4);
  });

  it.each([OCI_EMPTY, DOCKER_SCHEMA1, '', `${OCI_MANIFEST};x=y`])('take %s for neither', (type) => {
    expect(isManifestType(type) || isIndexType(type)).toBe(false);
  });

  it.each([
    'application/vnd.oci.image.layer.nondistributable.v1.tar',
    'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
    'application/vnd.oci.image.layer.nondistributable.v1.tar+zstd',
    'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
  ])('know %s as nondistributable', (type) => {
    expect(isNondistributable(type)).toBe(true);
  });

  it.each(['application/vnd.oci.image.layer.v1.tar+gzip', 'text/nondistributable', ''])(
    'know %s as ordinary',
    (type) => {
      expect(isNondistributable(type)).toBe(false);
    },
  );
});
