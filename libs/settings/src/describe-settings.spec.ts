import { IsIn, IsOptional } from 'class-validator';
import { describeSection, describeSettings } from './describe-settings.js';
import { printSettings } from './print-settings.js';
import { Bytes, Duration, FileOnly, Section, Setting } from './setting.js';

class Rule {
  @Setting({ describe: 'Which repositories.' })
  pattern!: string;

  @Setting({ describe: 'Key of the rule.', secret: true })
  key?: string;
}

class Limits {
  @Setting({ describe: 'Largest body.', example: '1MiB' })
  @Bytes({ words: ['unlimited'] })
  body = 32_768;

  @Setting({ describe: 'Longest silence.', unit: 'milliseconds' })
  @Duration()
  silence = 60_000;

  @Setting({ describe: 'What to do.' })
  @IsIn(['wait', 'refuse'])
  action = 'wait';

  @Setting({ describe: 'Key of the service.', secret: true })
  @IsOptional()
  password?: string;
}

class DemoSettings {
  @Section(() => Limits) limits = new Limits();
  @FileOnly(() => Rule) rules: Rule[] = [];
}

describe('describeSettings', () => {
  it('lists every key with variable, type, default, sentence and example', () => {
    const [, , body, silence, action, password] = describeSettings(DemoSettings, 'DEMO').filter(
      ({ key }) => key !== 'rules[].key',
    );
    expect(body).toEqual({
      section: 'limits',
      key: 'limits.body',
      variable: 'DEMO_LIMITS_BODY',
      type: 'bytes',
      default: '32KiB',
      sentence: 'Largest body.',
      example: '1MiB',
      secret: false,
      allowed: ['unlimited'],
    });
    expect(silence).toMatchObject({ type: 'duration', default: '1m', unit: 'milliseconds' });
    expect(action).toMatchObject({ type: 'text', default: 'wait', allowed: ['wait', 'refuse'] });
    expect(password).toMatchObject({ secret: true, variable: 'DEMO_LIMITS_PASSWORD' });
    expect(password).not.toHaveProperty('default');
  });

  it('lists the keys of a structure, which have no variable', () => {
    const described = describeSettings(DemoSettings, 'DEMO').filter(({ key }) => key.startsWith('rules'));
    expect(described.map(({ key, variable, type }) => [key, variable, type])).toEqual([
      ['rules', '', 'structures'],
      ['rules[].pattern', '', 'text'],
      ['rules[].key', '', 'text'],
    ]);
  });

  it('describes one section of a class that a value chose', () => {
    expect(describeSection(Limits, 'DEMO', 'blobs')[0]).toMatchObject({
      key: 'blobs.body',
      variable: 'DEMO_BLOBS_BODY',
    });
  });
});

describe('printSettings', () => {
  it('prints plain data and hides what is secret, in lists too', () => {
    const settings = new DemoSettings();
    settings.limits.password = 'hush';
    settings.rules = [Object.assign(new Rule(), { pattern: 'acme/*', key: 'hush' })];
    expect(printSettings(settings)).toEqual({
      limits: { body: 32_768, silence: 60_000, action: 'wait', password: '[hidden]' },
      rules: [{ pattern: 'acme/*', key: '[hidden]' }],
    });
    expect(JSON.stringify(printSettings(settings))).not.toContain('hush');
  });

  it('prints nothing for a secret that is not set', () => {
    expect(printSettings(new DemoSettings())).toEqual({
      limits: { body: 32_768, silence: 60_000, action: 'wait' },
      rules: [],
    });
  });
});
