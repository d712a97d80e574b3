// What every file must keep, and the walls between the rooms (docs/decisions/0015-walls-that-complain.md).
// tools/house-rules/walls.spec.ts imports wrong things on purpose and expects the complaints.
import { createRequire } from 'node:module';
import nx from '@nx/eslint-plugin';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import tseslint from 'typescript-eslint';

// The boundary rule reads a cached graph and is skipped when there is none, so it is made here, by the rule's own devkit.
process.env.NX_DAEMON = 'false';
const ruleRequire = createRequire(createRequire(import.meta.url).resolve('@nx/eslint-plugin'));
await ruleRequire('@nx/devkit').createProjectGraphAsync({ exitOnError: false });

const SPECS = ['**/*.spec.ts', '**/*.e2e-spec.ts', '**/*.check-spec.ts'];
const PRODUCTION = ['libs/**/*.ts', 'apps/**/*.ts'];
const NOT_PRODUCTION = [...SPECS, 'apps/*-e2e/**'];

const NODE_GLOBALS = Object.fromEntries(
  'AbortController AbortSignal Buffer clearInterval clearTimeout console fetch performance process setInterval setTimeout TextDecoder TextEncoder URL URLSearchParams'
    .split(' ')
    .map((name) => [name, 'readonly']),
);

const recommended = Object.fromEntries(
  [...builtinRules].filter(([, rule]) => rule.meta?.docs?.recommended).map(([name]) => [name, 'error']),
);

/** What each layer may import of ours (CONTRIBUTING.md says the same to people). */
const LAYERS = {
  language: [],
  kit: [],
  rules: ['language'],
  ports: ['language', 'kit'],
  driver: ['language', 'kit', 'ports'],
  mock: ['kit'],
  app: ['language', 'kit', 'rules', 'ports', 'driver'],
  outside: ['language', 'rules', 'ports', 'mock'],
};

const depConstraints = Object.entries(LAYERS).map(([layer, allowed]) => ({
  sourceTag: `layer:${layer}`,
  onlyDependOnLibsWithTags: allowed.map((name) => `layer:${name}`),
}));

const NO_TESTING = {
  regex: '(^|/)testing(/|$)',
  message: 'Testing entries are for specs, tools and e2e.',
};
const NO_NODE_IO = {
  regex: '^(node:)?(fs|net|tls|dgram|dns|https?|http2|child_process|cluster|worker_threads|os|process)(/|$)',
  message: 'This library is pure: it reads no file and opens no connection.',
};
// Apps have no entry of their own, so the boundary rule cannot resolve a path into them.
const noApp = (names) => ({
  regex: `^@margo-registry/(${names})(/|$)`,
  message: 'An app is run, not imported.',
});
const NO_ENV_IMPORT = {
  regex: '^(node:)?process$',
  importNames: ['env'],
  message: 'The environment is read in settings.ts and main.ts of an app.',
};

const NO_ENV = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'The environment is read in settings.ts and main.ts of an app.',
};
const NO_DYNAMIC_IO = {
  selector: `ImportExpression > Literal[value=/${NO_NODE_IO.regex.replaceAll('/', '\\u002F')}/]`,
  message: NO_NODE_IO.message,
};
const NO_DEFAULT_EXPORT = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name: an import then says what it takes.' },
  {
    selector: 'ExportSpecifier[exported.name="default"]',
    message: 'Export by name: an import then says what it takes.',
  },
];
const NO_ENUM = {
  selector: 'TSEnumDeclaration',
  message: 'Use a union of words: it needs no import and prints as it reads.',
};

const restrictImports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
const restrictSyntax = (...selectors) => ({ 'no-restricted-syntax': ['error', ...selectors.flat()] });

const focused = ['it', 'test', 'describe'].flatMap((object) =>
  ['only', 'skip', 'todo'].map((property) => ({ object, property, message: 'Every test runs, always.' })),
);

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/coverage/**',
      'data/**',
      'results/**',
      '.nx/**',
      '.judges/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' }, rules: recommended },
  {
    files: ['**/*.{mjs,js}'],
    languageOptions: { globals: NODE_GLOBALS },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.spec.json', './examples/*/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
        // Nest reads the types of constructor parameters at run time: they must not become type imports.
        emitDecoratorMetadata: true,
        experimentalDecorators: true,
      },
    },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: ['interface', 'class', 'typeAlias'],
          format: ['PascalCase'],
          custom: {
            regex: '^I[A-Z][a-z]|(Impl|Manager|Helper|Utils?)$|^(Base|Abstract|Common)[A-Z]',
            match: false,
          },
        },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          destructuredArrayIgnorePattern: '^_',
          ignoreRestSiblings: true,
        },
      ],
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-undef': 'off',
      'no-unused-vars': 'off',
    },
  },
  {
    rules: {
      complexity: ['error', 12],
      eqeqeq: 'error',
      'max-lines': ['error', 220],
      'max-lines-per-function': ['error', 50],
      'max-params': ['error', 4],
      'no-var': 'error',
      'prefer-const': 'error',
      // Protocol grammars are about control characters.
      'no-control-regex': 'off',
    },
  },
  {
    files: PRODUCTION,
    ignores: NOT_PRODUCTION,
    rules: {
      'no-console': 'error',
      ...restrictImports(NO_TESTING, NO_ENV_IMPORT, noApp('registry|mock-auth')),
      ...restrictSyntax(NO_ENV, NO_DEFAULT_EXPORT, NO_ENUM),
    },
  },
  {
    files: ['apps/*-e2e/**/*.ts', 'tools/**/*.ts', 'examples/**/*.ts'],
    rules: restrictImports(noApp('registry')),
  },
  {
    files: ['libs/oci/**/*.ts', 'libs/margo/**/*.ts'],
    ignores: SPECS,
    rules: {
      ...restrictImports(NO_TESTING, NO_NODE_IO, noApp('registry|mock-auth')),
      ...restrictSyntax(NO_ENV, NO_DYNAMIC_IO, NO_DEFAULT_EXPORT, NO_ENUM),
    },
  },
  // What specs share may use what other rooms offer to specs.
  { files: ['**/src/testing/**/*.ts'], rules: restrictImports(noApp('registry|mock-auth')) },
  {
    files: ['apps/*/src/settings.ts', 'apps/*/src/**/main.ts'],
    rules: {
      ...restrictImports(NO_TESTING, noApp('registry|mock-auth')),
      ...restrictSyntax(NO_DEFAULT_EXPORT, NO_ENUM),
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts', 'tools/**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: ['@jest/globals'], banTransitiveDependencies: true, depConstraints },
      ],
    },
  },
  // The house rules look at every room: the generated pages describe the settings of the apps.
  { files: ['tools/house-rules/**'], rules: { '@nx/enforce-module-boundaries': 'off' } },
  { files: ['**/*.contract.ts'], rules: { 'max-lines-per-function': 'off' } },
  {
    files: SPECS,
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      'no-restricted-properties': ['error', ...focused],
      'no-restricted-globals': ['error', 'fit', 'fdescribe', 'xit', 'xdescribe', 'xtest'],
    },
  },
  {
    // `describe` and `it` of node:test return promises that its runner waits for.
    files: ['examples/**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-misused-promises': 'off',
    },
  },
  { files: ['eslint.config.mjs'], rules: { 'max-lines': 'off' } },
);
