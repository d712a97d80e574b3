import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Min } from 'class-validator';
import { printSettings } from './print-settings.js';
import { parseBytes } from './quantity.js';
import { readSection } from './read-section.js';
import { readSettings } from './read-settings.js';
import { Section, Setting } from './setting.js';

class BlobSettings {
  @Setting({ describe: 'Driver or npm package.' })
  driver = 'filesystem';

  @Setting({ describe: 'Small content.' })
  inline = 0;
}

/** What somebody else's driver brings: rules of class-validator and defaults, nothing of ours. */
class BucketSettings {
  @IsString() bucket!: string;
  @IsInt() @Min(1) parts = 4;
  @IsOptional() @IsBoolean() pathStyle?: boolean;
  @IsOptional() @IsString() secretKey?: string;
  @IsOptional() hosts: string[] = [];
}

const source = { section: 'blobs', prefix: 'DEMO' };

describe('readSection', () => {
  it('reads a class that knows only class-validator, by declared types and defaults', async () => {
    const { settings } = await readSection(BucketSettings, {
      ...source,
      environment: { DEMO_BLOBS_BUCKET: 'margo', DEMO_BLOBS_PARTS: '8', DEMO_BLOBS_HOSTS: 'a,b' },
      fileSection: { pathStyle: true },
    });
    expect(settings).toEqual({ bucket: 'margo', parts: 8, pathStyle: true, hosts: ['a', 'b'] });
    expect(settings).toBeInstanceOf(BucketSettings);
  });

  it('reads a class in plain JavaScript, by what its rules ask for', async () => {
    class Plain {}
    IsInt()(Plain.prototype, 'count');
    IsBoolean()(Plain.prototype, 'fast');
    IsIn(['a', 'b'])(Plain.prototype, 'mode');
    const environment = { DEMO_BLOBS_COUNT: '3', DEMO_BLOBS_FAST: 'true', DEMO_BLOBS_MODE: 'a' };
    const { settings } = await readSection(Plain, { ...source, environment });
    expect(settings).toEqual({ count: 3, fast: true, mode: 'a' });
  });

  it('lets a class transform its values itself, with class-transformer', async () => {
    class Transformed {
      @Transform(({ value }) => (value === 'yes' ? true : value)) @IsBoolean() fast = false;
      @Transform(({ value }) => parseBytes(String(value))) @IsInt() memory = 0;
      @Type(() => Number) @IsInt() parts = 1;
    }
    const environment = { DEMO_BLOBS_FAST: 'yes', DEMO_BLOBS_MEMORY: '1MiB', DEMO_BLOBS_PARTS: '3' };
    const { settings } = await readSection(Transformed, { ...source, environment });
    expect(settings).toEqual({ fast: true, memory: 1_048_576, parts: 3 });
    const wrong = readSection(Transformed, {
      ...source,
      environment: { DEMO_BLOBS_PARTS: 'x', DEMO_BLOBS_MEMORY: 'y' },
    });
    await expect(wrong).rejects.toThrow(
      'DEMO_BLOBS_MEMORY: must be a whole number (got "y")\nDEMO_BLOBS_PARTS: must be a whole number (got "x")',
    );
  });

  it('reports every fault of the section', async () => {
    const reading = readSection(BucketSettings, {
      ...source,
      environment: { DEMO_BLOBS_PARTS: '0' },
      fileSection: { bukcet: 'x' },
    });
    await expect(reading).rejects.toMatchObject({
      message: [
        'blobs.bukcet: is not a setting (did you mean "bucket"?)',
        'DEMO_BLOBS_BUCKET: is missing, must be text (in quotes where YAML would read something else)',
        'DEMO_BLOBS_PARTS: must be a whole number of at least 1 (got "0")',
      ].join('\n'),
    });
  });

  it('hides what a class without our decorators names like a secret', async () => {
    const environment = { DEMO_BLOBS_BUCKET: 'margo', DEMO_BLOBS_SECRET_KEY: 'hush' };
    const { settings } = await readSection(BucketSettings, { ...source, environment });
    expect(settings.secretKey).toBe('hush');
    expect(printSettings(settings)).toMatchObject({ bucket: 'margo', secretKey: '[hidden]' });
  });

  it('knows the keys of the classes alongside and leaves them alone', async () => {
    const { settings, warnings } = await readSection(BucketSettings, {
      ...source,
      environment: {
        DEMO_BLOBS_BUCKET: 'margo',
        DEMO_BLOBS_INLINE: '1',
        DEMO_BLOBS_BUKET: 'x',
        DEMO_HTTP_PORT: '1',
      },
      fileSection: { driver: 'bucket' },
      alongside: [BlobSettings],
    });
    expect(settings).not.toHaveProperty('driver');
    expect(warnings).toEqual([
      'DEMO_BLOBS_BUKET is not a setting and was ignored (did you mean "DEMO_BLOBS_BUCKET"?)',
    ]);
  });

  it('leaves unknown keys to a later reading when the section is open', async () => {
    const { settings, warnings } = await readSection(BlobSettings, {
      ...source,
      environment: { DEMO_BLOBS_BUCKET: 'margo' },
      fileSection: { driver: 'bucket', parts: 2 },
      open: true,
    });
    expect(settings).toEqual({ driver: 'bucket', inline: 0 });
    expect(warnings).toEqual([]);
  });
});

describe('an open section of a settings class', () => {
  class DemoSettings {
    @Section(() => BlobSettings, { open: true }) blobs!: BlobSettings;
  }

  it('accepts keys and variables that the chosen class will judge', async () => {
    const { settings, warnings } = await readSettings(DemoSettings, {
      prefix: 'DEMO',
      environment: { DEMO_BLOBS_BUCKET: 'margo', DEMO_BLOBS_INLINE: '2' },
    });
    expect(settings.blobs).toEqual({ driver: 'filesystem', inline: 2 });
    expect(warnings).toEqual([]);
  });
});
