import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { ArchiveError } from '../folder/archive-error.js';
import { readPackageManifest } from '../package/package-manifest.js';
import { COMPONENT_RULES } from '../rules/component-rules.js';
import { tarOf } from '../testing/archives.js';
import {
  changedComponent,
  type ComponentChange,
  type ComponentExample,
} from '../testing/component-example.js';
import { COMPONENT_EXAMPLES } from '../testing/examples/component-examples.js';
import { checkComponent } from './check-component.js';
import { claimsComponent, findComponentKind } from './component-kind.js';
import { stepsInside } from './steps-inside.js';

async function check(of: ComponentExample['of'], change: ComponentChange) {
  const tags = change.tag === undefined ? [] : [change.tag];
  const checked = await checkComponent(changedComponent(of, change), { level: 'enforce', tags });
  return checked?.findings ?? [];
}

async function checkBytes(bytes: Uint8Array) {
  const { manifest } = changedComponent('compose', {});
  const checked = await checkComponent(
    { manifest, read: () => Promise.resolve(bytes) },
    { level: 'enforce' },
  );
  return checked?.findings.map(({ rule, message }) => `${rule} ${message}`) ?? [];
}

const examples = COMPONENT_EXAMPLES.map((example, index) => ({
  title: `${index} ${example.rule} ${JSON.stringify(example.fails).slice(0, 70)}`,
  example,
}));

describe('rules of a component', () => {
  it('have at least one example each', () => {
    const shown = new Set<string>(COMPONENT_EXAMPLES.map(({ rule }) => rule));
    expect(Object.keys(COMPONENT_RULES).filter((rule) => !shown.has(rule))).toEqual([]);
  });

  it.each(['compose', 'helm'] as const)('find nothing in a valid one: %s', async (of) => {
    expect(await check(of, {})).toEqual([]);
  });

  it.each(examples)('are broken, and only they: $title', async ({ example: { of, rule, fails } }) => {
    const findings = await check(of, fails);
    expect([...new Set(findings.map((finding) => finding.rule))]).toEqual([rule]);
    for (const { message } of findings) expect(message).toMatch(/^[^\n]+\.$/);
  });

  it.each(examples)('are kept: $title', async ({ example: { of, passes = {} } }) => {
    expect(await check(of, passes)).toEqual([]);
  });
});

describe('a Compose Archive', () => {
  const file = (content: string) => gzipSync(tarOf([{ path: 'box/compose.yaml', content }]));

  it.each([
    [
      'a bomb',
      gzipSync(tarOf([{ path: 'box/zeros', content: new Uint8Array(9 * 1024 * 1024) }])),
      'times its size',
    ],
    ['cut off', gzipSync(tarOf([{ path: 'box/compose.yaml' }])).subarray(0, 60), 'cut off'],
    ['no archive', gzipSync(new TextEncoder().encode('services: {}')), 'holds no tar'],
    ['not packed', tarOf([{ path: 'box/compose.yaml' }]), 'no gzipped tar'],
    ['empty', new Uint8Array(), 'no gzipped tar'],
    [
      'of files alone',
      gzipSync(tarOf([{ path: 'compose.yaml', content: 'services: {}' }])),
      'into one folder',
    ],
  ])('that is %s is reported', async (_, bytes, reason) => {
    const [finding, ...others] = await checkBytes(bytes);
    expect(others).toEqual([]);
    expect(finding).toContain('COMP-08');
    expect(finding).toContain(reason);
  });

  it.each([
    ['services: [', 'COMP-10'],
    ['- a', 'COMP-10'],
    ['services: {}', 'no services'],
    ['services: { a: { <<: { image: b } } }', undefined],
    ['include: [other.yaml]', undefined],
    ['services: { a: { build: . } }\nx-own: 1', undefined],
    ['services: { a: { image: b, volumes: [{ type: bind, source: . }] } }', undefined],
    ['services: { a: { image: b, env_file: "../.env" } }', 'COMP-11'],
    ['services: { a: { image: b, env_file: "${FILE}" } }', undefined],
  ])('with the file %j is judged by it', async (content, reason) => {
    const findings = await checkBytes(file(content));
    expect(findings.length > 0).toBe(reason !== undefined);
    expect(findings.join()).toContain(reason ?? '');
  });

  it('of any bytes is judged without throwing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (path, content) => {
        await checkBytes(
          gzipSync(
            tarOf([
              { path: path.slice(0, 20), content },
              { path: 'box/compose.yaml', content },
            ]),
          ),
        );
      }),
      { numRuns: 200 },
    );
    await fc.assert(
      fc.asyncProperty(fc.json(), async (json) => {
        await checkBytes(file(json));
        const manifest = readPackageManifest(new TextEncoder().encode(json));
        await checkComponent(
          { manifest, read: () => Promise.resolve(undefined) },
          { level: 'warn', tags: [json] },
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('the archive of a component', () => {
  it.each(['compose', 'helm'] as const)(
    'that is not at hand is told, and refused for nothing: %s',
    async (of) => {
      const { manifest } = changedComponent(of, {});
      const read = () => Promise.resolve(undefined);
      const checked = await checkComponent({ manifest, read }, { level: 'enforce' });

      expect(checked?.findings).toMatchObject([
        { severity: 'warning', message: expect.stringMatching(/not at hand or larger/) },
      ]);
    },
  );

  it('is unpacked by whom the caller names, to no more than the limits allow', async () => {
    const asked: number[] = [];
    const source = changedComponent('compose', {});
    const unpack = (_: Uint8Array, most: number) => {
      asked.push(most);
      return Promise.reject(new ArchiveError('too-large', 'It is too large.'));
    };
    const limits = { entries: 10, unpackedBytes: 2_000_000, ratio: 200 };
    const checked = await checkComponent({ ...source, unpack }, { level: 'enforce', limits });

    expect(asked).toEqual([1024 * 1024]);
    expect(checked?.findings).toMatchObject([{ rule: 'COMP-08', message: 'It is too large.' }]);
  });

  it('with a name that no file system takes is not read', async () => {
    const records = `5000 path=${'a/'.repeat(2494)}\n`.padEnd(5000, ' ');
    const packed = gzipSync(
      tarOf([{ path: 'long', flag: 'x', content: records }, { path: 'box/compose.yaml' }]),
    );

    expect(await checkBytes(packed)).toEqual([expect.stringMatching(/^COMP-08 .*a name of \d+ characters/)]);
  });
});

describe('a manifest', () => {
  it.each([
    ['{"artifactType":"application/vnd.margo.app.v1+json"}', undefined, false],
    ['{"config":{"mediaType":"application/vnd.oci.image.config.v1+json"},"layers":[]}', undefined, false],
    ['{"artifactType":"application/vnd.org.margo.component.compose.v1+json"}', 'compose', true],
    ['{"layers":[{"mediaType":"application/vnd.org.margo.component.compose.tar+gzip"}]}', 'compose', true],
    ['{"artifactType":"application/vnd.docker.compose.project"}', 'compose', false],
    ['{"config":{"mediaType":"application/vnd.cncf.helm.config.v1+json"}}', 'helm', false],
  ])(
    'is told to be a component by its types, and to claim so by those of Margo: %s',
    (json, kind, claims) => {
      const manifest = readPackageManifest(new TextEncoder().encode(json));
      expect([findComponentKind(manifest), claimsComponent(manifest)]).toEqual([kind, claims]);
    },
  );
});

describe('a path in an archive', () => {
  it.each([
    ['a/./b//c', 'a/b/c'],
    ['a/../b', 'b'],
    ['..', undefined],
    ['a/../../b', undefined],
    ['/a', undefined],
    ['C:/a', undefined],
    ['a\\b', undefined],
  ])('is resolved: %s', (path, resolved) => {
    expect(stepsInside(path)?.join('/')).toBe(resolved);
  });
});
