import { OCI_CONFIG, OCI_MANIFEST } from '../media-types.js';
import { aDescriptor } from './a-descriptor.js';
import { DocumentBuilder } from './document-builder.js';

export class ManifestBuilder extends DocumentBuilder {
  withConfig(descriptor: object): this {
    return this.withField('config', descriptor);
  }

  /** Behind the layers that are there. */
  withLayer(descriptor: object): this {
    return this.append('layers', descriptor);
  }
}

/** A valid OCI image manifest: an empty image config and no layers. */
export function aManifest(): ManifestBuilder {
  return new ManifestBuilder({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: aDescriptor('{}', OCI_CONFIG),
    layers: [],
  });
}
