import { ESLint } from 'eslint';
import { ROOT } from './workspace.js';

// Without types: a text that is in no file cannot be part of a TypeScript program, and the walls need none.
const TYPED_RULES = ['await-thenable', 'no-floating-promises', 'no-misused-promises'];
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfig: {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: null } },
    rules: Object.fromEntries(TYPED_RULES.map((name) => [`@typescript-eslint/${name}`, 'off' as const])),
  },
});

const complaintsAbout = async (filePath: string, code: string): Promise<string[]> => {
  const results = await eslint.lintText(code, { filePath });
  return results.flatMap((result) =>
    result.messages.map(({ ruleId, message }) => `${ruleId ?? 'parse'}: ${message}`),
  );
};

const BOUNDARY = '@nx/enforce-module-boundaries';
const IMPORTS = 'no-restricted-imports';
const SYNTAX = 'no-restricted-syntax';

const imported = (name: string): string => `import { thing } from '${name}';\nexport const used = thing;\n`;

const wrong: [string, string, string, string][] = [
  ['a driver in the language', 'libs/oci/src/x.ts', imported('@margo-registry/storage-filesystem'), BOUNDARY],
  ['a port in the language', 'libs/oci/src/x.ts', imported('@margo-registry/storage-core'), BOUNDARY],
  ['the language in the kit', 'libs/settings/src/x.ts', imported('@margo-registry/oci'), BOUNDARY],
  [
    'a driver in the ports',
    'libs/storage/core/src/x.ts',
    imported('@margo-registry/storage-metadata'),
    BOUNDARY,
  ],
  [
    'a driver in another driver',
    'libs/storage/metadata/src/x.ts',
    imported('@margo-registry/storage-filesystem'),
    BOUNDARY,
  ],
  ['an app in a driver', 'libs/storage/filesystem/src/x.ts', imported('@margo-registry/registry'), IMPORTS],
  [
    'the inside of an app in another',
    'apps/mock-auth/src/x.ts',
    imported('@margo-registry/registry/dist/main.js'),
    IMPORTS,
  ],
  [
    'the registry in its end-to-end tests',
    'apps/registry-e2e/src/x.ts',
    imported('@margo-registry/registry/dist/main.js'),
    IMPORTS,
  ],
  ['a package that package.json does not name', 'libs/oci/src/x.ts', imported('yaml'), BOUNDARY],
  [
    'a driver in the end-to-end tests',
    'apps/registry-e2e/src/x.ts',
    imported('@margo-registry/storage-metadata'),
    BOUNDARY,
  ],
  ['a kit in the bench', 'tools/bench/x.ts', imported('@margo-registry/settings'), BOUNDARY],
  [
    'another room by a relative path',
    'apps/registry/src/x.ts',
    imported('../../../libs/oci/src/index.js'),
    BOUNDARY,
  ],
  [
    'a testing entry in an app',
    'apps/registry/src/x.ts',
    imported('@margo-registry/storage-core/testing'),
    IMPORTS,
  ],
  [
    'a testing entry in a driver',
    'libs/storage/filesystem/src/x.ts',
    imported('@margo-registry/storage-core/testing'),
    IMPORTS,
  ],
  [
    'a testing folder in its own library',
    'libs/storage/core/src/x.ts',
    imported('./testing/index.js'),
    IMPORTS,
  ],
  ['files in the language', 'libs/oci/src/x.ts', imported('node:fs'), IMPORTS],
  ['files in the language, by promises', 'libs/oci/src/x.ts', imported('fs/promises'), IMPORTS],
  ['sockets in the language', 'libs/oci/src/x.ts', imported('node:net'), IMPORTS],
  ['HTTP in the language', 'libs/oci/src/x.ts', imported('node:http'), IMPORTS],
  ['processes in the language', 'libs/oci/src/x.ts', imported('node:child_process'), IMPORTS],
  [
    'files in the language, late',
    'libs/oci/src/x.ts',
    "export const late = () => import('node:fs/promises');\n",
    SYNTAX,
  ],
  ['files in the rules of a package', 'libs/margo/src/x.ts', imported('node:fs'), IMPORTS],
  [
    'the environment in a service',
    'apps/registry/src/blobs/x.ts',
    'export const home = process.env.HOME;\n',
    SYNTAX,
  ],
  [
    'the environment in a library',
    'libs/storage/core/src/x.ts',
    "export const home = process.env['HOME'];\n",
    SYNTAX,
  ],
  [
    'the environment by import',
    'libs/storage/core/src/x.ts',
    "import { env } from 'node:process';\nexport const home = env.HOME;\n",
    IMPORTS,
  ],
  ['a default export', 'libs/oci/src/x.ts', 'export default 1;\n', SYNTAX],
  [
    'a default export by another name',
    'apps/registry/src/x.ts',
    'const x = 1;\nexport { x as default };\n',
    SYNTAX,
  ],
  [
    'a test that runs alone',
    'libs/oci/src/x.spec.ts',
    "it.only('does', () => {});\n",
    'no-restricted-properties',
  ],
  [
    'a test that is skipped',
    'apps/registry-e2e/src/x.e2e-spec.ts',
    "describe.skip('x', () => {});\n",
    'no-restricted-properties',
  ],
  [
    'an interface with an I',
    'libs/oci/src/x.ts',
    'export interface IBlob { size: number }\n',
    '@typescript-eslint/naming-convention',
  ],
  [
    'five parameters',
    'libs/oci/src/x.ts',
    'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e];\n',
    'max-params',
  ],
  ['a file of 221 lines', 'libs/oci/src/x.ts', `${'// line\n'.repeat(220)}export const x = 1;`, 'max-lines'],
];

const right: [string, string, string][] = [
  ['the language in a driver', 'libs/storage/metadata/src/x.ts', imported('@margo-registry/oci')],
  ['the port in a driver', 'libs/storage/filesystem/src/x.ts', imported('@margo-registry/storage-core')],
  ['the kit in the ports', 'libs/storage/core/src/x.ts', imported('@margo-registry/settings')],
  ['a driver in the app', 'apps/registry/src/x.ts', imported('@margo-registry/storage-filesystem')],
  [
    'the language in the end-to-end tests',
    'apps/registry-e2e/src/x.e2e-spec.ts',
    imported('@margo-registry/oci'),
  ],
  ['the port in the tools', 'tools/bench/x.ts', imported('@margo-registry/storage-core')],
  [
    'a testing entry in a spec',
    'libs/storage/filesystem/src/x.contract.spec.ts',
    imported('@margo-registry/storage-core/testing'),
  ],
  [
    'a testing folder in a spec of its library',
    'libs/storage/core/src/x.spec.ts',
    imported('./testing/index.js'),
  ],
  ['hashing in the language', 'libs/oci/src/x.ts', imported('node:crypto')],
  ['files in a driver', 'libs/storage/filesystem/src/x.ts', imported('node:fs')],
  ['files in a spec of the language', 'libs/oci/src/x.spec.ts', imported('node:fs')],
  [
    'the environment in the settings of an app',
    'apps/registry/src/settings.ts',
    'export const home = process.env.HOME;\n',
  ],
  [
    'the environment in the start of an app',
    'apps/registry/src/main.ts',
    'export const home = process.env.HOME;\n',
  ],
  ['the environment in a tool', 'tools/bench/x.ts', 'export const home = process.env.HOME;\n'],
];

describe('the walls', () => {
  it.each(wrong)('refuse %s', async (_, filePath, code, rule) => {
    expect(await complaintsAbout(filePath, code)).toContainEqual(expect.stringContaining(`${rule}: `));
  });

  it.each(right)('let through %s', async (_, filePath, code) => {
    expect(await complaintsAbout(filePath, code)).toEqual([]);
  });
});
