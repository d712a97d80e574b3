import { isBuiltin } from 'node:module';

/** Names that the npm registry takes: at most one scope, lower case, nothing that a path could be made of. */
const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const LONGEST = 214;
const RESERVED = ['node_modules', 'favicon.ico'];

/** Whether `name` may be the name of an npm package; a built-in module of Node is none. */
export function isPackageName(name: string): boolean {
  return name.length <= LONGEST && PACKAGE_NAME.test(name) && !RESERVED.includes(name) && !isBuiltin(name);
}
