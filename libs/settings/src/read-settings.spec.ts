import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsOptional, IsUrl, Max, Min } from 'class-validator';
import { readSettings } from './read-settings.js';
import { Bytes, Duration, FileOnly, Section, Setting } from './setting.js';
import { SettingsError } from './settings-error.js';

class HttpSettings {
  @Setting({ describe: 'Port to listen on.', example: '5000' })
  @IsInt()
  @Min(0)
  @Max(65_535)
  port = 5000;

  @Setting({ describe: 'Address that clients use.', example: 'https://registry.example.org' })
  @IsOptional()
  @IsUrl({ require_tld: false })
  publicUrl?: string;

  @Setting({ describe: 'Whether links are followed.' })
  @IsBoolean()
  followLinks = false;
}

class UploadSettings {
  @Setting({ describe: 'Time until an upload is forgotten.', example: '24h' })
  @Duration()
  @Min(1000)
  expiry = 86_400_000;

  @Setting({ describe: 'Size from which answers are redirects.', example: '1MiB' })
  @Bytes({ words: ['off'] })
  @Max(1_048_576)
  redirect: number | 'off' = 'off';
}

class AccessSettings {
  @Setting({ describe: 'Who may come in.', example: 'bearer' })
  @IsIn(['none', 'bearer'])
  mode: 'none' | 'bearer' = 'none';

  @Setting({ describe: 'Secret of this registry.', secret: true })
  @IsOptional()
  @IsNotEmpty()
  clientSecret?: string;

  @Setting({ describe: 'What an absent rule means.' })
  @IsIn(['deny'], { message: 'must be deny: allow is not available' })
  fallback = 'deny';

  @Setting({ describe: 'Tags that may move.', example: 'latest,stable' })
  aliases: string[] = ['latest'];
}

class RepositoryRule {
  @Setting({ describe: 'Which repositories.', example: 'acme/*' })
  @IsNotEmpty()
  pattern!: string;

  @Setting({ describe: 'What absent references mean.' })
  @IsOptional()
  @IsIn(['require', 'accept'])
  references?: string;
}

class DemoSettings {
  @Setting({ describe: 'Name of this installation.' })
  title = 'demo';

  @Section(() => HttpSettings) http!: HttpSettings;
  @Section(() => UploadSettings) uploads!: UploadSettings;
  @Section(() => AccessSettings) access!: AccessSettings;
  @FileOnly(() => RepositoryRule) repositories: RepositoryRule[] = [];
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settings-'));
});
afterAll(() => rm(folder, { recursive: true }));

const fileWith = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

const read = async (
  environment: Record<string, string>,
  yaml?: string,
): ReturnType<typeof readSettings<DemoSettings>> =>
  readSettings(DemoSettings, {
    prefix: 'DEMO',
    environment,
    file: yaml === undefined ? undefined : await fileWith('settings.yaml', yaml),
  });

const faultsOf = async (environment: Record<string, string>, yaml?: string): Promise<SettingsError> =>
  read(environment, yaml).then(
    () => {
      throw new Error('the settings were accepted');
    },
    (error: SettingsError) => error,
  );

/** The lines of an error, with the name of the file alone. */
const linesOf = ({ message }: SettingsError): string[] => message.replaceAll(`${folder}/`, '').split('\n');

describe('values', () => {
  it('keeps the defaults where nothing is said', async () => {
    const { settings, warnings } = await read({});
    expect(settings).toMatchObject({
      title: 'demo',
      http: { port: 5000 },
      uploads: { redirect: 'off' },
      repositories: [],
    });
    expect(settings.http).toBeInstanceOf(HttpSettings);
    expect(warnings).toEqual([]);
  });

  it('reads every kind of value from the environment', async () => {
    const { settings } = await read({
      DEMO_TITLE: 'attic',
      DEMO_HTTP_PORT: '0',
      DEMO_HTTP_PUBLIC_URL: 'http://localhost:5000',
      DEMO_HTTP_FOLLOW_LINKS: 'true',
      DEMO_UPLOADS_EXPIRY: '15m',
      DEMO_UPLOADS_REDIRECT: '32KiB',
      DEMO_ACCESS_MODE: 'bearer',
      DEMO_ACCESS_ALIASES: 'latest, stable',
    });
    expect(settings.title).toBe('attic');
    expect(settings.http).toEqual({ port: 0, publicUrl: 'http://localhost:5000', followLinks: true });
    expect(settings.uploads).toEqual({ expiry: 900_000, redirect: 32_768 });
    expect(settings.access).toMatchObject({ mode: 'bearer', aliases: ['latest', 'stable'] });
  });

  it('reads every kind of value from the file', async () => {
    const yaml = [
      'title: attic',
      'http: { port: 8080, followLinks: true }',
      'uploads: { expiry: 15m, redirect: 4096 }',
      'access:',
      '  aliases: [latest, stable]',
      'repositories:',
      '  - { pattern: acme/*, references: accept }',
    ].join('\n');
    const { settings } = await read({}, yaml);
    expect(settings).toMatchObject({ title: 'attic', http: { port: 8080, followLinks: true } });
    expect(settings.uploads).toEqual({ expiry: 900_000, redirect: 4096 });
    expect(settings.access.aliases).toEqual(['latest', 'stable']);
    expect(settings.repositories).toEqual([{ pattern: 'acme/*', references: 'accept' }]);
    expect(settings.repositories[0]).toBeInstanceOf(RepositoryRule);
  });

  it('lets the environment win over the file', async () => {
    const { settings } = await read({ DEMO_HTTP_PORT: '1' }, 'http: { port: 2, followLinks: true }');
    expect(settings.http).toMatchObject({ port: 1, followLinks: true });
  });

  it('takes an empty variable for an unset one, and for an empty list where a list is meant', async () => {
    const { settings } = await read({ DEMO_HTTP_PORT: '', DEMO_ACCESS_ALIASES: '' });
    expect(settings.http.port).toBe(5000);
    expect(settings.access.aliases).toEqual([]);
  });

  it('takes an empty file, an empty section and an empty key for "nothing said"', async () => {
    await expect(read({}, '# nothing yet\n')).resolves.toBeDefined();
    const { settings } = await read({}, 'http:\naccess:\n  mode:\n');
    expect(settings).toMatchObject({ http: { port: 5000 }, access: { mode: 'none' } });
  });

  it('accepts a word beside a size although the limits of the size say nothing about it', async () => {
    const { settings } = await read({ DEMO_UPLOADS_REDIRECT: 'off' });
    expect(settings.uploads.redirect).toBe('off');
  });
});

describe('faults', () => {
  it('reports the faults of every section in one error, a line for each', async () => {
    const error = await faultsOf(
      { DEMO_HTTP_PORT: 'abc', DEMO_UPLOADS_EXPIRY: '15', DEMO_ACCESS_MODE: 'open' },
      'http: { followLinks: perhaps }',
    );
    expect(error).toBeInstanceOf(SettingsError);
    expect(linesOf(error)).toEqual([
      'DEMO_HTTP_PORT: must be a whole number between 0 and 65535 (got "abc"), for example 5000',
      'http.followLinks: must be true or false (got "perhaps") (at settings.yaml:1:9)',
      'DEMO_UPLOADS_EXPIRY: must be a time in ms, s, m, h or d of at least 1s (got "15"), for example 24h',
      'DEMO_ACCESS_MODE: must be one of none, bearer (got "open"), for example bearer',
    ]);
  });

  it('names variable, key, fault and example separately', async () => {
    const { faults } = await faultsOf({ DEMO_HTTP_PORT: '70000' });
    expect(faults).toEqual([
      {
        variable: 'DEMO_HTTP_PORT',
        key: 'http.port',
        fault: 'must be a whole number between 0 and 65535 (got "70000")',
        example: '5000',
        from: 'environment',
      },
    ]);
  });

  it('uses the words of class-validator for a rule that it has no words for', async () => {
    const { message } = await faultsOf({ DEMO_HTTP_PUBLIC_URL: 'not a url' });
    expect(message).toContain('DEMO_HTTP_PUBLIC_URL: must be a URL address (got "not a url")');
  });

  it('uses the sentence of the class where it has one', async () => {
    const { message } = await faultsOf({ DEMO_ACCESS_FALLBACK: 'allow' });
    expect(message).toBe('DEMO_ACCESS_FALLBACK: must be deny: allow is not available (got "allow")');
  });

  it('asks for quotes where YAML read something else than text', async () => {
    const error = await faultsOf({}, 'title: 10');
    expect(linesOf(error)).toEqual([
      'title: must be text (in quotes where YAML would read something else) (got 10) (at settings.yaml:1:1)',
    ]);
  });

  it('refuses an unknown key and an unknown section of the file and guesses what was meant, or says what there is', async () => {
    const error = await faultsOf({}, 'http: { prot: 1 }\nacces: { mode: none }\ncollection: {}');
    expect(linesOf(error)).toEqual([
      'acces: is not a setting (did you mean "access"?) (at settings.yaml:2:1)',
      'collection: is not a setting; known here are title, repositories, http, uploads, access (at settings.yaml:3:1)',
      'http.prot: is not a setting (did you mean "port"?) (at settings.yaml:1:9)',
    ]);
  });

  it('names the item of a list whose key is missing, wrong or unknown', async () => {
    const error = await faultsOf({}, 'repositories: [{ references: maybe, patern: a }, { pattern: b }, ~]');
    expect(linesOf(error)).toEqual([
      'repositories[0].patern: is not a setting (did you mean "pattern"?) (at settings.yaml:1:37)',
      'repositories[0].pattern: is missing, must be a text that is not empty, for example acme/* (at settings.yaml:1:16)',
      'repositories[0].references: must be one of require, accept (got "maybe") (at settings.yaml:1:18)',
      'repositories[2]: must be a mapping of keys to values (at settings.yaml:1:66)',
      'repositories[2].pattern: is missing, must be a text that is not empty, for example acme/* (at settings.yaml:1:66)',
    ]);
  });

  it('refuses a section or a list that has another form', async () => {
    const { message } = await faultsOf({}, 'http: 5000\nrepositories: acme\naccess: { aliases: [1] }');
    expect(message).toContain('http: must be a mapping of keys to values');
    expect(
      (await faultsOf({}, 'access: { mode: [bearer] }\nhttp: { followLinks: [true] }')).faults,
    ).toHaveLength(2);
    expect(message).toContain('repositories: must be a list of structures (got "acme")');
    expect(message).toContain(
      'access.aliases: must be a list of texts (in the environment separated by commas) (got [1])',
    );
  });

  it('explains a variable that Kubernetes made out of a service with the same name', async () => {
    const { message } = await faultsOf({ DEMO_HTTP_PORT: 'tcp://10.0.0.7:80' });
    expect(message).toContain('enableServiceLinks');
  });

  it('cuts a very long value', async () => {
    const { message } = await faultsOf({ DEMO_ACCESS_MODE: 'x'.repeat(1000) });
    expect(message.length).toBeLessThan(200);
  });
});

describe('the file', () => {
  it('has a place for every fault: of the key, also through an alias, a dot in a key, and a list of lists', async () => {
    const yaml = [
      'title: demo',
      'http: &web',
      '  port: none',
      '"acc.ess": 1',
      'repositories:',
      '  - pattern: a',
      '  - pattern: b',
      '    references: perhaps',
      'uploads: *web',
    ].join('\n');
    const { faults } = await faultsOf({}, yaml);
    expect(faults.map(({ key, position }) => [key, position?.line, position?.column])).toEqual([
      ['acc.ess', 4, 1],
      ['repositories[1].references', 8, 5],
      ['http.port', 3, 3],
      ['uploads.port', 3, 3],
    ]);
  });

  it('names each place at which it is no YAML', async () => {
    const { faults } = await faultsOf({}, 'title: a\ntitle: b\nhttp: { port: 1');
    expect(faults.map(({ position }) => position?.line)).toEqual([2, 3]);
    expect(faults[0]?.fault).toMatch(/settings.yaml" is not YAML: Map keys must be unique$/);
  });

  it.each(['title: *nowhere', `a: &a [b]\nb: &b [${'*a,'.repeat(200)}]\nc: [${'*b,'.repeat(200)}]`])(
    'is refused and does not break the reading when its aliases lead nowhere or too far',
    async (yaml) => {
      expect((await faultsOf({}, yaml)).message).toMatch(/is not YAML/);
    },
  );

  it.each([
    ['a file that is no YAML', 'http: { port: 1', /DEMO_SETTINGS|is not YAML/],
    ['a key that is said twice', 'title: a\ntitle: b', /is not YAML: Map keys must be unique/],
    ['two documents', 'title: a\n---\ntitle: b', /is not YAML/],
    ['a file that is a list', '- http', /must be a mapping of sections/],
  ])('refuses %s', async (_, yaml, sentence) => {
    expect((await faultsOf({}, yaml)).message).toMatch(sentence);
  });

  it('refuses a path that cannot be read', async () => {
    const reading = readSettings(DemoSettings, {
      prefix: 'DEMO',
      environment: {},
      file: join(folder, 'absent.yaml'),
    });
    await expect(reading).rejects.toThrow(/absent\.yaml.* cannot be read \(ENOENT/);
  });
});

describe('what is in use', () => {
  it('names each value as one would write it, and who said it', async () => {
    const secret = await fileWith('secret', 'hush');
    const environment = { DEMO_ACCESS_CLIENT_SECRET_FILE: secret, DEMO_HTTP_PORT: '80' };
    const { inUse } = await read(environment, 'uploads:\n  expiry: 900s\nrepositories: [{ pattern: a }]\n');
    const of = (key: string) => inUse.find((setting) => setting.key === key);
    const file = join(folder, 'settings.yaml');
    expect(inUse.map(({ key }) => key)).toContain('access.mode');
    expect(of('uploads.expiry')).toMatchObject({
      variable: 'DEMO_UPLOADS_EXPIRY',
      value: '15m',
      from: 'file',
      position: { file, line: 2, column: 3 },
    });
    expect(of('http.port')).toMatchObject({ value: 80, from: 'environment', saidBy: 'DEMO_HTTP_PORT' });
    expect(of('access.clientSecret')).toMatchObject({
      value: '[hidden]',
      from: 'environment',
      saidBy: 'DEMO_ACCESS_CLIENT_SECRET_FILE',
    });
    expect(of('uploads.redirect')).toMatchObject({ value: 'off', from: 'default' });
    expect(of('http.publicUrl')).toMatchObject({ value: undefined, from: 'default' });
    expect(of('repositories')).toMatchObject({ value: [{ pattern: 'a' }], from: 'file' });
    expect(JSON.stringify(inUse)).not.toContain('hush');
  });
});

describe('secrets', () => {
  it('come from the file that <VARIABLE>_FILE names, without the last newline', async () => {
    const path = await fileWith('secret', 'two words \n');
    const { settings, warnings } = await read({ DEMO_ACCESS_CLIENT_SECRET_FILE: path });
    expect(settings.access.clientSecret).toBe('two words ');
    expect(warnings).toEqual([]);
  });

  it('must not be given twice', async () => {
    const path = await fileWith('secret', 'abc');
    const { message } = await faultsOf({
      DEMO_ACCESS_CLIENT_SECRET_FILE: path,
      DEMO_ACCESS_CLIENT_SECRET: 'abc',
    });
    expect(message).toBe(
      'DEMO_ACCESS_CLIENT_SECRET: must not be set together with DEMO_ACCESS_CLIENT_SECRET_FILE',
    );
  });

  it('name the file that cannot be read', async () => {
    const { message } = await faultsOf({ DEMO_ACCESS_CLIENT_SECRET_FILE: join(folder, 'nowhere') });
    expect(message).toMatch(
      /DEMO_ACCESS_CLIENT_SECRET: the file ".*nowhere" of DEMO_ACCESS_CLIENT_SECRET_FILE cannot be read/,
    );
  });

  it('never appear in a fault', async () => {
    const path = await fileWith('secret', '\n');
    const empty = await faultsOf({ DEMO_ACCESS_CLIENT_SECRET_FILE: path });
    const number = await faultsOf({}, 'access: { clientSecret: 424242 }');
    expect(empty.message).toBe('DEMO_ACCESS_CLIENT_SECRET: must be a text that is not empty');
    expect(number.message).not.toContain('424242');
  });

  it('are the only values with a _FILE variable', async () => {
    const { settings, warnings } = await read({ DEMO_ACCESS_MODE_FILE: '/run/secrets/mode' });
    expect(settings.access.mode).toBe('none');
    expect(warnings).toEqual([expect.stringContaining('DEMO_ACCESS_MODE_FILE is not a setting')]);
  });
});

describe('unknown variables', () => {
  it('are warnings, because Kubernetes adds some with our prefix', async () => {
    const { warnings } = await read({
      DEMO_PORT: 'tcp://10.0.0.7:80',
      DEMO_SERVICE_HOST: '10.0.0.7',
      DEMO_HTTP_PROT: '1',
    });
    expect(warnings).toEqual([
      'DEMO_PORT is not a setting and was ignored',
      'DEMO_SERVICE_HOST is not a setting and was ignored',
      'DEMO_HTTP_PROT is not a setting and was ignored (did you mean "DEMO_HTTP_PORT"?)',
    ]);
  });

  it('are not those of other prefixes, nor the one that names the file', async () => {
    const { warnings } = await read({
      DEMO_SETTINGS: '/etc/demo.yaml',
      DEMONSTRATION_PORT: '1',
      PATH: '/bin',
    });
    expect(warnings).toEqual([]);
  });
});
