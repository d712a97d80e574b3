import { checkDescription, type DescriptionOptions, type DescriptionReport } from './check-description.js';
import { COMPATIBILITY_SWITCHES, type CompatibilitySwitch } from './compatibility.js';
import { isAcceptable } from './finding.js';
import { PROFILES, findProfile } from './profiles/catalogue.js';
import { withDeploymentType, type DeploymentType, type Profile } from './profiles/profile.js';
import { VALID_DESCRIPTIONS } from './testing/rule-example.js';

const { '1.0.0-rc.3': CURRENT, '1.0.0-rc.2': RC2, 'v1-alpha1': ALPHA } = VALID_DESCRIPTIONS;

function check(text: string, options: Partial<DescriptionOptions> = {}): DescriptionReport {
  return checkDescription(new TextEncoder().encode(text), { profile: 'auto', ...options });
}

const errorsOf = (report: DescriptionReport): string[] =>
  report.findings.filter(({ severity }) => severity === 'error').map(({ rule, path }) => `${rule} ${path}`);

describe('profiles', () => {
  it.each([
    ['1.0.0-rc.3', CURRENT],
    ['1.0.0-rc.2', RC2],
    ['v1-alpha1', ALPHA],
  ])('%s is recognised, and may be demanded', (profile, text) => {
    expect(check(text)).toMatchObject({ profile, findings: [] });
    expect(check(text, { profile })).toMatchObject({ profile, findings: [] });
  });

  it('1.0.0 is another name of 1.0.0-rc.3 until there is a final version', () => {
    expect(check(CURRENT, { profile: '1.0.0' })).toMatchObject({ profile: '1.0.0-rc.3', findings: [] });
  });

  it.each([
    ['1.0.0-rc.3', RC2, 'PKG-02 apiVersion'],
    ['v1-alpha1', RC2, 'PKG-03 metadata.id'],
    ['1.0.0-rc.2', CURRENT, 'PKG-02 kind'],
    ['1.0.0-rc.2', ALPHA, 'PKG-03 id'],
  ])('%s, when demanded, refuses another one', (profile, text, error) => {
    expect(errorsOf(check(text, { profile }))).toContain(error);
  });

  it('that do not exist are a mistake of the caller', () => {
    expect(() => check(CURRENT, { profile: '2.0.0' })).toThrow(RangeError);
  });

  it('are not guessed for an apiVersion that nobody knows', () => {
    const report = check(CURRENT.replace('apiVersion: v1', 'apiVersion: apps/v1'));
    expect(report.profile).toBeUndefined();
    expect(errorsOf(report)).toEqual(['PKG-02 apiVersion']);
    expect(report.description).toMatchObject({ id: 'tank-watch' });
  });

  it('are guessed where apiVersion is missing, and that is refused', () => {
    expect(errorsOf(check(CURRENT.replace('apiVersion: v1\n', '')))).toEqual(['PKG-02 apiVersion']);
    expect(errorsOf(check(RC2.replace('apiVersion: margo.org/v1-alpha1\n', '')))).toEqual([
      'PKG-02 apiVersion',
    ]);
  });
});

/** Switches about layers: their place is with the rules of the manifest. */
const LAYER_SWITCHES = ['license-kind', 'generic-layers'] as const;
type DescriptionSwitch = Exclude<CompatibilitySwitch, (typeof LAYER_SWITCHES)[number]>;

/** A description that is let through by the switch, and refused without it. */
const TOLERATED: Readonly<Record<DescriptionSwitch, string>> = {
  kind: CURRENT.replace('apiVersion: v1\n', 'apiVersion: v1\nkind: ApplicationDescription\n'),
  'package-location': CURRENT.replace(
    'repository: oci://registry.example.com/holm/tank-stack\n',
    'repository: oci://registry.example.com/holm/tank-stack\n          packageLocation: https://holm.example.com/a.tgz\n',
  ),
  'contains-any-spelling': CURRENT.replace('operator: ContainsAny', 'operator: ContainersAny'),
  'type-spelling': RC2.replace('type: helm\n', 'type: helm.v3\n'),
  'api-version': RC2.replace('apiVersion: margo.org/v1-alpha1', 'apiVersion: v1.0.0-rc.2'),
  architecture: RC2.replace('architectures: [arm64', 'architectures: [x86_64'),
};

describe('compatibility', () => {
  it.each(Object.entries(TOLERATED))('%s is let through and reported with its name', (name, text) => {
    const { findings } = check(text);
    expect(findings).toMatchObject([{ severity: 'warning', toleratedBy: name }]);
    expect(isAcceptable(findings)).toBe(true);
  });

  it.each(Object.entries(TOLERATED))('%s is refused when it is switched off', (name, text) => {
    const { findings } = check(text, { compatibility: { [name]: false } });
    expect(findings).toMatchObject([{ severity: 'error' }]);
    expect(findings[0]).not.toHaveProperty('toleratedBy');
  });

  it('has an example for every switch', () => {
    const known = [...Object.keys(TOLERATED), ...LAYER_SWITCHES];
    expect(known.sort()).toEqual(Object.keys(COMPATIBILITY_SWITCHES).sort());
  });

  it('lets no other kind through, and no package location without repository', () => {
    const kind = CURRENT.replace('apiVersion: v1\n', 'apiVersion: v1\nkind: Deployment\n');
    expect(errorsOf(check(kind))).toEqual(['PKG-02 kind']);
    const location = CURRENT.replace(
      'repository: oci://registry.example.com/holm/tank-stack\n',
      'packageLocation: https://holm.example.com/a.tgz\n',
    );
    expect(errorsOf(check(location))).toEqual([
      'PKG-03 deploymentProfiles[1].components[0].properties.repository',
    ]);
  });

  it('keeps helm.v3 out of 1.0.0-rc.3 and x86_64 out of its architectures', () => {
    expect(errorsOf(check(CURRENT.replace('type: helm\n', 'type: helm.v3\n')))).toContain(
      'PKG-03 deploymentProfiles[0].type',
    );
  });
});

describe('what must not be refused', () => {
  it.each([
    [
      'optional keys without a value',
      CURRENT.replace('description: Reads level', 'description:\n  # Reads level'),
    ],
    ['an application without catalogue entry', ALPHA],
    ['no parameters and no configuration', RC2.slice(0, RC2.indexOf('parameters:'))],
    [
      'tags in flow and block style',
      CURRENT.replace('tags: [level, alarm]', 'tags:\n        - level\n        - alarm'),
    ],
    ['a repository with a port', CURRENT.replaceAll('registry.example.com/', 'localhost:5000/')],
    ['a repository at an address', CURRENT.replaceAll('registry.example.com/', '[::1]:5000/')],
    ['vendor content of any shape', CURRENT.replace('{ ring: 2 }', '[null, { kind: x, x-y-extensions: 1 }]')],
    ['an empty map of parameters', RC2.slice(0, RC2.indexOf('parameters:')) + 'parameters: {}\n'],
    ['a key that is a number', CURRENT.replace('fleet: { ring: 2 }', '1: { 2: 3 }')],
    ['an author without an address', CURRENT.replace('        email: mira@tank-watch.example.com\n', '')],
  ])('%s', (_, text) => {
    expect(check(text).findings).toEqual([]);
  });

  it('a version that YAML reads as a number, where the registry only warns', () => {
    const { findings } = check(CURRENT.replace('version: 2.4.0', 'version: 2.40'), {
      level: 'warn',
      tag: '2.40',
    });
    expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      'PKG-04 warning',
      'TAG-05 warning',
    ]);
  });
});

describe('the tag', () => {
  it('is compared with the text of the version and not with its number', () => {
    const text = CURRENT.replace('version: 2.4.0', 'version: 1.10');
    expect(errorsOf(check(text, { tag: '1.10' }))).toEqual(['PKG-04 metadata.version']);
    expect(errorsOf(check(text, { tag: '1.1' }))).toEqual([
      'PKG-04 metadata.version',
      'TAG-01 metadata.version',
    ]);
  });

  it('stands for no version that could not be a tag', () => {
    expect(errorsOf(check(CURRENT.replace('version: 2.4.0', 'version: second edition')))).toEqual([
      'TAG-01 metadata.version',
    ]);
  });
});

/** Units for systemd, as they are proposed: not part of any version of the specification. */
const QUADLET: DeploymentType = {
  name: 'quadlet',
  properties: {
    type: 'object',
    properties: { repository: { type: 'string' }, revision: { type: 'string' } },
    required: ['repository', 'revision'],
    additionalProperties: false,
  },
  pointer: { pattern: '^[A-Z_]+$', form: 'a variable of a unit', remedy: 'Write capitals' },
  ociLocation: true,
};

describe('a deployment type that is added as data', () => {
  const published = findProfile('1.0.0-rc.3') as Profile;
  const profiles = [withDeploymentType(published, QUADLET), ...PROFILES.slice(1)];
  const text = CURRENT.replace('type: compose', 'type: quadlet').replace(
    '        x-holm-extensions:\n          restart: never\n',
    '',
  );

  it('is unknown without it', () => {
    expect(errorsOf(check(text))).toEqual(['PKG-03 deploymentProfiles[1].type']);
  });

  it('is known, with the schema of its components and with its own rules', () => {
    expect(errorsOf(check(text, { profiles }))).toEqual([]);
    const broken = text
      .replace(
        'oci://registry.example.com/holm/tank-stack\n          revision: 2.4.0',
        'quadlet\n          mode: x',
      )
      .replace('pointer: TANK_SITE', 'pointer: tank.site');
    expect(check(broken, { profiles }).findings.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
      'SEM-19 deploymentProfiles',
      'PKG-03 deploymentProfiles[1].components[0].properties.revision',
      'SEM-14 deploymentProfiles[1].components[0].properties.repository',
      'SEM-17 deploymentProfiles[1].components[0].properties.mode',
      'SEM-15 parameters.site.targets[1].pointer',
    ]);
  });

  it('leaves the profile itself as it was', () => {
    expect(published.deploymentTypes.map(({ name }) => name)).toEqual(['helm', 'compose', 'custom']);
  });
});

describe('places', () => {
  it('are lines and columns of the YAML, also behind CRLF', () => {
    const text = CURRENT.replace('revision: 5.1.2', 'revision: latest').replaceAll('\n', '\r\n');
    const { findings, source } = check(text);
    expect(findings).toMatchObject([
      { rule: 'SEM-14', path: 'deploymentProfiles[0].components[0].properties.revision' },
    ]);
    const { line = 0, column = 0, length = 0 } = findings[0] ?? {};
    expect(source.line(line).slice(column - 1, column - 1 + length)).toBe('latest');
  });

  it('of something that is missing are the key around it', () => {
    const { findings, source } = check(CURRENT.replace('  name: Tank Watch\n', ''));
    expect(findings).toMatchObject([{ rule: 'PKG-03', path: 'metadata.name', column: 1 }]);
    expect(source.line(findings[0]?.line ?? 0)).toBe('metadata:');
  });

  it('quote keys that are no plain words', () => {
    const { findings } = check(
      CURRENT.replace('  lowLevel:\n    value: 12.5', '  "low level":\n    value: {}'),
    );
    expect(findings.map(({ path }) => path)).toContain('parameters["low level"].value');
  });
});
