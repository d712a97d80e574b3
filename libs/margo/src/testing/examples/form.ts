import type { RuleExample } from '../rule-example.js';

const LAUGHS = Array.from('bcdefg', (name, index) => {
  const former = 'abcdef'[index] ?? '';
  return `  ${name}: &${name} [*${former}, *${former}, *${former}, *${former}, *${former}, *${former}, *${former}, *${former}, *${former}]`;
});

/** Rules about the document and its fields. */
export const FORM_EXAMPLES: readonly RuleExample[] = [
  {
    rule: 'PKG-01',
    profile: '1.0.0-rc.3',
    part: 'id: tank-watch\nmetadata:',
    fails: 'id: tank-watch\n---\nmetadata:',
  },
  {
    rule: 'PKG-01',
    profile: '1.0.0-rc.3',
    part: '    id: single\n',
    fails: '    id: single\n    id: double\n',
  },
  {
    rule: 'PKG-01',
    profile: '1.0.0-rc.3',
    part: 'tagline: No tank runs dry unseen',
    fails: "tagline: !!js/function 'function () {}'",
  },
  {
    rule: 'PKG-02',
    profile: '1.0.0-rc.3',
    part: 'apiVersion: v1\n',
    fails: 'apiVersion: v2\n',
  },
  {
    rule: 'PKG-02',
    profile: '1.0.0-rc.2',
    part: 'kind: ApplicationDescription',
    fails: 'kind: ApplicationDeployment',
  },
  {
    rule: 'PKG-02',
    profile: '1.0.0-rc.2',
    part: 'kind: ApplicationDescription\n',
    fails: '',
  },
  {
    rule: 'PKG-03',
    profile: '1.0.0-rc.3',
    part: 'id: tank-watch\nmetadata:',
    fails: 'id: Tank_Watch\nmetadata:',
  },
  {
    rule: 'PKG-03',
    profile: '1.0.0-rc.3',
    part: '    organization:\n      - name: Holm Instruments\n        site: https://holm.example.com\n',
    fails: '',
  },
  {
    rule: 'PKG-03',
    profile: '1.0.0-rc.3',
    part: 'architectures: [amd64, arm64]',
    fails: 'architectures: [x86_64]',
  },
  {
    rule: 'PKG-03',
    profile: 'v1-alpha1',
    part: '  name: Weigh Bridge\n',
    fails: '',
  },
  {
    rule: 'PKG-04',
    profile: '1.0.0-rc.2',
    part: 'version: 3.0.4\n',
    fails: 'version: 3.0\n',
    alsoBreaks: ['TAG-05'],
  },
  {
    rule: 'PKG-09',
    profile: '1.0.0-rc.3',
    part: 'x-holm-extensions:\n  fleet: { ring: 2 }\n',
    fails: `x-holm-extensions:\n  a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n${LAUGHS.join('\n')}\n`,
    passes: 'x-holm-extensions:\n  a: &a [ha, ha, ha]\n  b: [*a, *a]\n',
  },
  {
    rule: 'TAG-01',
    profile: '1.0.0-rc.3',
    part: 'version: 2.4.0\n',
    fails: 'version: 2.4.0\n',
    passes: 'version: 2.4.1+build.5\n',
    tag: '2.4.1_build.5',
  },
  {
    rule: 'TAG-05',
    profile: '1.0.0-rc.3',
    part: 'version: 2.4.0\n',
    fails: 'version: v2.4.0\n',
  },
  {
    rule: 'SEM-16',
    profile: '1.0.0-rc.3',
    part: '      tags: [level, alarm]\n',
    fails: '      tags: [level, alarm]\n      x-holm-extensions: { colour: blue }\n',
  },
  {
    rule: 'SEM-17',
    profile: '1.0.0-rc.3',
    part: '      descriptionFile: ./resources/about.md\n',
    fails: '      descriptionfile: ./resources/about.md\n',
  },
];
