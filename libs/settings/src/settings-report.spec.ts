import type { Fault } from './settings-error.js';
import type { SettingInUse } from './setting-in-use.js';
import { renderSettingsReport } from './settings-report.js';

const position = { file: 'a.yaml', line: 3, column: 5 };

const inUse: SettingInUse[] = [
  { key: 'http.port', variable: 'DEMO_HTTP_PORT', value: 80, from: 'file', position },
  { key: 'http.name', variable: 'DEMO_HTTP_NAME', value: undefined, from: 'default' },
  { key: 'key', variable: 'DEMO_KEY', value: '[hidden]', from: 'environment', saidBy: 'DEMO_KEY_FILE' },
  { key: 'tags', variable: 'DEMO_TAGS', value: [], from: 'default' },
  { key: 'rules', variable: '', value: [{ a: 1 }], from: 'file', position },
];

const faults: Fault[] = [
  { variable: '', key: 'prot', fault: 'is not a setting', from: 'file', position },
  { variable: 'DEMO_PORT', key: 'port', fault: 'must be a number', example: '80', from: 'environment' },
  { variable: '', key: '', fault: 'These two cannot work together.', from: 'environment' },
];

describe('a report about settings', () => {
  it('is a line for each value with what said it, for people', () => {
    const warnings = ['DEMO_X is not a setting and was ignored'];
    expect(renderSettingsReport({ faults: [], warnings, inUse }, 'text', 'demo').split('\n')).toEqual([
      'http.port  80         a.yaml:3:5',
      'http.name  (not set)  default',
      'key        [hidden]   DEMO_KEY_FILE',
      'tags       (none)     default',
      'rules      [{"a":1}]  a.yaml:3:5',
      '',
      'warning: DEMO_X is not a setting and was ignored',
      'Good: demo would start with these settings.',
      '',
    ]);
  });

  it('is a line for each fault, beginning with its place, and their number', () => {
    const text = renderSettingsReport({ faults, warnings: [], inUse: [] }, 'text', 'demo');
    expect(text.split('\n')).toEqual([
      'a.yaml:3:5: prot: is not a setting',
      'DEMO_PORT: must be a number, for example 80',
      'These two cannot work together.',
      '3 faults: demo would not start with these settings.',
      '',
    ]);
  });

  it('is one object for programs', () => {
    const report = JSON.parse(renderSettingsReport({ faults, warnings: [], inUse: [] }, 'json', 'demo'));
    expect(report).toEqual({ acceptable: false, faults, warnings: [], settings: [] });
  });
});
