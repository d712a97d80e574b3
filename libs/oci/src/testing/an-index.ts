import { OCI_INDEX } from '../media-types.js';
import { DocumentBuilder } from './document-builder.js';

export class IndexBuilder extends DocumentBuilder {
  /** Behind the manifests that are there. */
  withManifest(descriptor: object): this {
    return this.append('manifests', descriptor);
  }
}

/** A valid OCI image index without entries. */
export function anIndex(): IndexBuilder {
  return new IndexBuilder({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] });
}
