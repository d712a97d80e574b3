/** Builders of manifests for tests. Deterministic; never for production code. */
export { aDescriptor, digestOf, type JsonDescriptor } from './a-descriptor.js';
export { DocumentBuilder } from './document-builder.js';
export { ManifestBuilder, aManifest } from './a-manifest.js';
export { IndexBuilder, anIndex } from './an-index.js';
export { thrownBy } from './thrown-by.js';
