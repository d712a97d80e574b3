import { createRequire } from 'node:module';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { SettingsReport } from '@margo-registry/settings';
import { parse, stringify } from 'yaml';
import { checkSettings as checkMockAuth } from '../../apps/mock-auth/src/settings-check.js';
import { checkSettings as checkRegistry } from '../../apps/registry/src/settings-check.js';
import { ROOT, listProjectFiles, readProjectFile } from './workspace.js';

/** Ajv is a dependency of the rules of a package, and may be installed beside them. */
const requireOfMargo = createRequire(join(ROOT, 'libs/margo/package.json'));
const { Ajv2020 } = requireOfMargo('ajv/dist/2020.js') as {
  Ajv2020: new (options: object) => { compile(schema: unknown): Validate };
};

interface Validate {
  (data: unknown): boolean;
  readonly schema: unknown;
  readonly errors?: unknown[] | null;
}

const compile = (path: string): Validate =>
  new Ajv2020({ allowUnionTypes: true, allErrors: true }).compile(JSON.parse(readProjectFile(path)));

const schemas = {
  registry: compile('apps/registry/settings.schema.json'),
  mockAuth: compile('apps/mock-auth/settings.schema.json'),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'margo-schema-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(text: string, which: keyof typeof schemas = 'registry'): Promise<SettingsReport> {
  const file = join(folder, 'settings.yaml');
  await writeFile(file, text);
  return which === 'registry'
    ? checkRegistry({ REGISTRY_SETTINGS: file })
    : checkMockAuth({ MOCK_AUTH_SETTINGS: file });
}

/** Faults that one key has by itself; what several keys mean together is beyond a schema. */
const faultsOfKeys = ({ faults }: SettingsReport) => faults.filter(({ key, from }) => key && from === 'file');

const SECTIONS =
  /^(http|log|blobs|plugins|metadata|uploads|manifests|access|margo|collection|repositories|tokens|docker):/m;

/** Blocks of YAML in the pages, and YAML files, that hold settings of the registry. */
function listSamples(): [place: string, text: string][] {
  const pages = listProjectFiles().filter(
    (path) => path.endsWith('.md') && path !== 'docs/reference/margo-rules.md',
  );
  const blocks = pages.flatMap((path) =>
    [...readProjectFile(path).matchAll(/^```ya?ml\n([\s\S]*?)^```/gm)].map(
      ([, text = ''], index): [string, string] => [`${path}, block ${index + 1}`, text],
    ),
  );
  const samples = blocks.filter(
    ([, text]) => SECTIONS.test(text) && !/^(services|apiVersion|clients|users):/m.test(text),
  );
  return [...samples, ['deploy/config/registry.yaml', readProjectFile('deploy/config/registry.yaml')]];
}

describe('the schema of the settings', () => {
  const samples = listSamples();

  it('is tried on the samples that there are', () => {
    expect(samples.length).toBeGreaterThan(4);
  });

  it.each(samples)('takes %s', (_place, text) => {
    schemas.registry(parse(text));
    expect(schemas.registry.errors ?? []).toEqual([]);
  });

  it.each([
    ['an unknown section', 'htp: {}'],
    ['an unknown key', 'http: { prot: 1 }'],
    ['an unknown key of a driver', 'blobs: { driver: s3, bukket: a }'],
    ['a key of another driver', 'blobs: { driver: filesystem, bucket: abc }'],
    ['a key of another driver than the default one', 'blobs: { bucket: abc }'],
    ['an unknown key in a list', 'repositories: [{ pattern: a, refs: accept }]'],
    ['a missing key in a list', 'access: { rules: [{ subject: a, actions: [pull] }] }'],
    ['an item that is nothing', 'repositories: [~]'],
    ['a section that is a value', 'http: 5000'],
    ['a list that is a mapping', 'repositories: { pattern: a }'],
    ['text for a number', 'http: { port: many }'],
    ['a number beyond its limits', 'http: { port: 70000 }'],
    ['a fraction for a whole number', 'http: { port: 1.5 }'],
    ['a number for text', 'http: { host: 127 }'],
    ['text for a truth', 'access: { open: perhaps }'],
    ['a list for a truth', 'access: { open: [true] }'],
    ['a time without a unit', 'uploads: { expiry: 15 }'],
    ['a size with a wrong unit', 'uploads: { maxSize: 10MB }'],
    ['a fraction of a byte', 'uploads: { maxSize: 1.5 }'],
    ['a word that is not offered', 'margo: { validation: strict }'],
    [
      'a word that is not offered in a list',
      'access: { rules: [{ subject: a, repository: b, actions: [pul] }] }',
    ],
    ['a text against its pattern', 'http: { publicUrl: registry.example.com }'],
    ['a list with another type in it', 'margo: { aliases: [1] }'],
    ['an item against its pattern', 'access: { anonymousPull: ["A"] }'],
    ['an empty text', 'plugins: { directory: "" }'],
    ['a list instead of sections', '- http'],
  ])('refuses %s, as settings check does', async (_what, text) => {
    const { faults } = await check(text);
    expect(faults).not.toEqual([]);
    expect(schemas.registry(parse(text))).toBe(false);
  });

  it.each([
    ['an empty file', ''],
    ['empty sections and keys', 'http:\nblobs:\nlog:\n  level:\n'],
    ['numbers in quotes', 'http: { port: "80" }\nblobs: { driver: , inline: "4096" }'],
    ['truths in quotes', 'collection: { dryRun: "true" }'],
    ['words beside sizes and times', 'blobs: { redirect: off }\ncollection: { untagged: never }'],
    ['a list as text', 'margo: { aliases: "latest,stable" }'],
    ['a URL of an engine that is not chosen', 'metadata: { url: none }'],
  ])('takes %s, as settings check does', async (_what, text) => {
    expect((await check(text)).faults).toEqual([]);
    schemas.registry(parse(text));
    expect(schemas.registry.errors ?? []).toEqual([]);
  });

  it('takes any keys of the driver of somebody else', () => {
    expect(schemas.registry(parse('blobs: { driver: "@vendor/tape", drives: 2 }'))).toBe(true);
    expect(schemas.registry(parse('blobs: { driver: "@vendor/tape", inline: much }'))).toBe(false);
  });

  it('refuses what settings check refuses and no more, for any values of any keys', async () => {
    await agree('registry', 400);
    await agree('mockAuth', 200);
  });
});

type Schema = { properties?: Record<string, Schema>; then?: Schema; else?: Schema };

/** Keys of sections, as the schema itself has them, and a few that it has not. */
function keysOf(which: keyof typeof schemas): string[][] {
  const { properties = {} } = schemas[which].schema as Schema;
  return Object.entries(properties).flatMap(([section, schema]) => {
    const parts = [schema, schema.then, schema.else, schema.else?.then].map((part) => part?.properties ?? {});
    const keys = [...new Set(parts.flatMap(Object.keys))];
    return [[section, 'nonsense'], [section], ...keys.map((key) => [section, key])];
  });
}

const VALUES: unknown[] = [
  ...[null, true, false, 'true', 0, 1, 80, -3, 1.5, 70_000, 1e300, 4096, [], ['a'], [1], ['*'], {}, { a: 1 }],
  ...[
    '',
    ' ',
    'a',
    'acme/*',
    '80',
    '-1',
    '1.5',
    '10s',
    '15m',
    '1KiB',
    '1MB',
    'off',
    'never',
    'none',
    'bearer',
    'info',
  ],
  ...[
    'require',
    'enforce',
    'sqlite',
    's3',
    'https://a.example',
    '127.0.0.1',
    'held',
    '99999d',
    'spiffe://a/b',
  ],
];

async function agree(which: keyof typeof schemas, runs: number): Promise<void> {
  const entry = fc.tuple(fc.constantFrom(...keysOf(which)), fc.constantFrom(...VALUES));
  // A driver's package cannot be loaded here, and limits of texts with a unit are no matter of a schema.
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 3 }), async (entries) => {
      const file: Record<string, unknown> = {};
      for (const [[section = '', key], value] of entries) {
        const before = file[section];
        if (key === undefined) file[section] = value;
        else
          file[section] = {
            ...(typeof before === 'object' && !Array.isArray(before) ? before : {}),
            [key]: value,
          };
      }
      const text = stringify(file);
      const refused = faultsOfKeys(await check(text, which));
      const isAccepted = schemas[which](parse(text));
      if (refused.length === 0)
        expect({ text, errors: schemas[which].errors }).toEqual({ text, errors: null });
      else if (!refused.every(({ fault }) => isBeyondSchema(fault)))
        expect({ text, isAccepted }).toEqual({ text, isAccepted: false });
    }),
    { numRuns: runs, seed: 8 },
  );
}

/** What only a reading finds: limits of texts, addresses, and what another key switches on. */
const BEYOND = [
  /(between|at least|at most|must be 1MiB).*\(got "/,
  /is missing/,
  /must list IP addresses/,
  /a postgres:/,
];

const isBeyondSchema = (fault: string): boolean => BEYOND.some((pattern) => pattern.test(fault));
