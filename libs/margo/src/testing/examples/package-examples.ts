import type { PackageExample } from '../package-example.js';
import { MANIFEST_EXAMPLES } from './manifest.js';
import { RESOURCE_EXAMPLES } from './resources.js';

/** Every rule of a package around its description, broken and kept. */
export const PACKAGE_EXAMPLES: readonly PackageExample[] = [...MANIFEST_EXAMPLES, ...RESOURCE_EXAMPLES];
