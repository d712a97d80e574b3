import type { RuleExample } from '../rule-example.js';

/** Rules about values: defaults, rules of schemas, constraints of devices. */
export const VALUE_EXAMPLES: readonly RuleExample[] = [
  {
    rule: 'SEM-07',
    profile: '1.0.0-rc.2',
    part: '    description: Needs a gateway that speaks the bus of the cooling units.\n',
    fails: '',
  },
  {
    rule: 'SEM-08',
    profile: '1.0.0-rc.3',
    part: 'value: 12.5\n',
    fails: 'value: 120\n',
  },
  {
    rule: 'SEM-08',
    profile: '1.0.0-rc.3',
    part: 'value: north\n',
    fails: 'value: North\n',
  },
  {
    rule: 'SEM-10',
    profile: '1.0.0-rc.3',
    part: 'minLength: 2\n      maxLength: 40\n',
    fails: 'minLength: 40\n      maxLength: 2\n',
    alsoBreaks: ['SEM-08'],
  },
  {
    rule: 'SEM-10',
    profile: '1.0.0-rc.3',
    part: 'regexMatch: ^[a-z]+$\n',
    fails: 'regexMatch: ^([a-z]+\n',
  },
  {
    rule: 'SEM-10',
    profile: '1.0.0-rc.3',
    part: 'options: [en, de]\n',
    fails: 'options: []\n',
  },
  {
    rule: 'SEM-11',
    profile: '1.0.0-rc.3',
    part: `    deviceConstraints:
      eligibilityRules:
        - labelSelector:
            matchExpressions:
              - key: holm.example.com/controller
                operator: Exists
`,
    fails: '',
  },
  {
    rule: 'SEM-12',
    profile: '1.0.0-rc.3',
    part: 'operator: In\n                values: [amd64]\n',
    fails: 'operator: In\n',
  },
  {
    rule: 'SEM-12',
    profile: '1.0.0-rc.3',
    part: 'operator: Gt\n                values: [2]\n',
    fails: 'operator: Gt\n                values: [2, 3]\n',
  },
  {
    rule: 'SEM-12',
    profile: '1.0.0-rc.3',
    part: '- key: holm.example.com/controller\n                operator: Exists\n',
    fails:
      '- key: holm.example.com/controller\n                operator: Exists\n                values: [yes]\n',
  },
  {
    rule: 'SEM-12',
    profile: '1.0.0-rc.3',
    part: '- key: /cpu/architecture\n',
    fails: '- key: cpu/architecture\n',
  },
  {
    rule: 'SEM-12',
    profile: '1.0.0-rc.3',
    part: `                itemSelector:
                  matchExpressions:
                    - key: /type
                      operator: Exists
`,
    fails: '                values: [usb]\n',
  },
  {
    rule: 'SEM-13',
    profile: '1.0.0-rc.3',
    part: '    deviceConstraints:\n      eligibilityRules:\n        - propertySelector:\n',
    fails: `    deviceConstraints:
      capacityRequirements:
        memory: 64Mi
      eligibilityRules:
        - propertySelector:
`,
  },
];
