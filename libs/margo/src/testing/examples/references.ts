import type { RuleExample } from '../rule-example.js';

/** Rules about names that lead from one part of a description to another, and about what is deployed. */
export const REFERENCE_EXAMPLES: readonly RuleExample[] = [
  {
    rule: 'SEM-01',
    profile: '1.0.0-rc.3',
    part: '- pointer: site.name\n        components: [tank-watch]',
    fails: '- pointer: site.name\n        components: [tank-wacht]',
  },
  {
    rule: 'SEM-02',
    profile: '1.0.0-rc.3',
    part: '- parameter: site\n',
    fails: '- parameter: sight\n',
  },
  {
    rule: 'SEM-03',
    profile: '1.0.0-rc.3',
    part: 'schema: site-name\n',
    fails: 'schema: name-of-site\n',
  },
  {
    rule: 'SEM-04',
    profile: '1.0.0-rc.3',
    part: '- type: compose\n    id: single',
    fails: '- type: compose\n    id: cluster',
  },
  {
    rule: 'SEM-05',
    profile: '1.0.0-rc.3',
    part: '- name: tank-store\n',
    fails: '- name: tank-watch\n',
    alsoBreaks: ['SEM-01'],
  },
  {
    rule: 'SEM-06',
    profile: '1.0.0-rc.3',
    part: '- name: percent\n      dataType',
    fails: '- name: language\n      dataType',
    alsoBreaks: ['SEM-03'],
  },
  {
    rule: 'SEM-09',
    profile: '1.0.0-rc.3',
    part: '  tanks:\n    value: [1, 2]\n',
    fails: '  spare:\n    targets: []\n  tanks:\n    value: [1, 2]\n',
    passes: '  spare:\n    value: none\n    targets: []\n  tanks:\n    value: [1, 2]\n',
  },
  {
    rule: 'SEM-14',
    profile: '1.0.0-rc.3',
    part: 'repository: oci://registry.example.com/holm/tank-store\n          revision: 5.1.2',
    fails: 'repository: https://registry.example.com/holm/tank-store\n          revision: 5.1.2',
  },
  {
    rule: 'SEM-14',
    profile: '1.0.0-rc.3',
    part: 'repository: oci://registry.example.com/holm/tank-store\n          revision: 5.1.2',
    fails: 'repository: oci://registry.example.com/holm/tank-store\n          revision: v5.1',
  },
  {
    rule: 'SEM-14',
    profile: '1.0.0-rc.2',
    part: '          packageLocation: https://files.example.org/cold-store-3.0.4.tar.gz\n',
    fails: '',
  },
  {
    rule: 'SEM-15',
    profile: '1.0.0-rc.3',
    part: '- pointer: TANK_SITE\n',
    fails: '- pointer: ENV.TANK_SITE\n',
  },
  {
    rule: 'SEM-15',
    profile: 'v1-alpha1',
    part: '- pointer: ticket.printer\n',
    fails: "- pointer: 'ticket printer'\n",
  },
  {
    rule: 'SEM-18',
    profile: 'v1-alpha1',
    part: `    components:
      - name: weigh-bridge-box
        properties:
          packageLocation: https://scales.example.net/weigh-bridge.tar.gz
`,
    fails: '    components: []\n',
    alsoBreaks: ['SEM-01'],
  },
  {
    rule: 'SEM-19',
    profile: 'v1-alpha1',
    part: `  - type: compose
    components:
      - name: weigh-bridge-box
        properties:
          packageLocation: https://scales.example.net/weigh-bridge.tar.gz
`,
    fails: '',
    alsoBreaks: ['SEM-01'],
  },
];
