import { availableParallelism } from 'node:os';

// Specs run as native ESM on the sources (condition `margo-registry-source`), so no build can be stale.
const project = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      },
    ],
  },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['margo-registry-source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['/dist/'],
};

export default {
  // Specs wait for programs most of their time: two at once also where Jest would take one, on two cores.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Jest knows no limit per project. Tests start programs, on machines that are busy with something else.
  testTimeout: 60_000,
  projects: [
    {
      ...project,
      displayName: 'unit',
      roots: [
        '<rootDir>/libs',
        '<rootDir>/apps/registry',
        '<rootDir>/apps/mock-auth',
        '<rootDir>/apps/margo-check',
        '<rootDir>/tools',
      ],
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: ['e2e-spec', '/dist/', '/tools/house-rules/'],
    },
    { ...project, displayName: 'house', roots: ['<rootDir>/tools/house-rules'], testMatch: ['**/*.spec.ts'] },
    {
      ...project,
      displayName: 'e2e',
      roots: ['<rootDir>/apps/registry-e2e'],
      testMatch: ['**/*.e2e-spec.ts'],
    },
    {
      ...project,
      displayName: 'check',
      roots: ['<rootDir>/apps/registry-e2e', '<rootDir>/apps/registry', '<rootDir>/libs'],
      testMatch: ['**/*.check-spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.long\\.check-spec'],
    },
    {
      ...project,
      displayName: 'long',
      roots: ['<rootDir>/apps/registry-e2e', '<rootDir>/libs'],
      testMatch: ['**/*.long.check-spec.ts'],
    },
  ],
};
