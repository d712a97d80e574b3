/** For specs, tools and documentation: valid descriptions, and every rule broken and kept. */
export { DESCRIPTION_EXAMPLES } from './examples/description-examples.js';
export { VALID_DESCRIPTIONS, columnOf, replacePart, type RuleExample } from './rule-example.js';
export { PACKAGE_EXAMPLES } from './examples/package-examples.js';
export { changedPackage, optionsOf, type PackageChange, type PackageExample } from './package-example.js';
export { TANK_WATCH_MANIFEST, TANK_WATCH_PARTS } from './packages/tank-watch-package.js';
export { tarOf, type TarEntry } from './archives.js';
export { listMutants, type Mutant } from './mutants.js';
export { STILL_VALID, type StillValid } from './still-valid.js';
export { COMPONENT_EXAMPLES } from './examples/component-examples.js';
export { changedComponent, type ComponentChange, type ComponentExample } from './component-example.js';
export { TANK_BOX_MANIFEST } from './packages/tank-box.js';
export {
  aDescription,
  aPackageManifest,
  filesOf,
  type DescriptionChanges,
  type PackageFile,
} from './pump-viewer.js';
