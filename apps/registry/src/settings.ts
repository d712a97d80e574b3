import { Bytes, Duration, FileOnly, Section, Setting } from '@margo-registry/settings';
import {
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import { HttpSettings } from './http/http-settings.js';
import { AccessSettings } from './access/access-settings.js';
import { MargoSettings, PROFILE_NAMES } from './packages/margo-settings.js';
import { CollectionSettings } from './maintenance/collection-settings.js';
import { REPOSITORY_PATTERN, REPOSITORY_PATTERN_RULE } from './repositories/repository-pattern.js';

const MEBIBYTE = 1024 * 1024;

export class LogSettings {
  @Setting({ describe: 'Least severity that is written.', example: 'info' })
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  level = 'info';
}

/** The key that chooses who owns the further keys of the section. */
export class BlobDriverChoice {
  @Setting({
    describe: 'Blob store driver: filesystem, s3, or the name of an npm package.',
    example: '@vendor/storage-driver',
  })
  @IsString()
  @IsNotEmpty()
  driver = 'filesystem';
}

/** What the registry itself reads of the section; the other keys belong to the driver. */
export class BlobsSettings extends BlobDriverChoice {
  @Setting({ describe: 'Blobs up to this size live beside the facts; 0 for none.', example: '32KiB' })
  @Bytes()
  @Max(MEBIBYTE, { message: 'must be 1MiB at most' })
  inline = 32 * 1024;

  @Setting({ describe: 'GET of a larger blob becomes a redirect to the store; or off.', example: '1MiB' })
  @Bytes({ words: ['off'] })
  redirect: number | 'off' = 'off';
}

export class PluginsSettings {
  @Setting({
    describe: 'Folder with the node_modules in which drivers of other vendors are looked for.',
    example: '/opt/margo/plugins',
  })
  @IsString()
  @IsNotEmpty()
  directory = '.';
}

export class MetadataSettings {
  @Setting({ describe: 'Metadata engine.', example: 'postgres' })
  @IsIn(['sqlite', 'postgres'])
  driver: 'sqlite' | 'postgres' = 'sqlite';

  @Setting({
    describe: 'Database file of the sqlite engine; its folder is made where it is missing.',
    example: '/var/lib/margo/registry.db',
  })
  @IsString()
  file = './data/registry.db';

  @Setting({
    describe: 'Connection URL of the postgres engine.',
    example: 'postgres://registry:secret@db.example.com/registry',
    secret: true,
  })
  @ValidateIf(({ driver }: MetadataSettings) => driver === 'postgres')
  @Matches(/^postgres(ql)?:\/\/\S+$/, { message: 'must be a postgres:// URL' })
  url?: string;

  @Setting({ describe: 'Most connections of one process to postgres.', example: '20' })
  @IsInt()
  @Min(2)
  @Max(1000)
  pool = 10;
}

export class UploadsSettings {
  @Setting({ describe: 'An unfinished upload that nobody touched for so long is removed.', example: '24h' })
  @Duration()
  @Min(1000)
  expiry = 24 * 3_600_000;

  @Setting({ describe: 'Largest blob.', example: '100GiB' })
  @Bytes()
  @Min(1)
  maxSize = 1024 ** 4;

  @Setting({ describe: 'Unfinished uploads with bytes that one caller may leave open.', example: '1000' })
  @IsInt()
  @Min(1)
  maxOpen = 1000;

  @Setting({
    describe: 'Silence on a request body, or of a reader, after which the connection is given up.',
    example: '60s',
  })
  @Duration()
  @Min(100)
  idle = 60_000;

  @Setting({
    describe:
      'Least bytes per second of a request body, averaged since its start, once a minute (or idle) has passed.',
    example: '128',
  })
  @Bytes()
  minRate = 128;
}

export class ManifestsSettings {
  @Setting({
    describe:
      'Whether what a manifest refers to must be here (require) or may be absent (accept, for mirrors).',
    example: 'require',
  })
  @IsIn(['require', 'accept'])
  references: 'require' | 'accept' = 'require';
}

/** One entry of `repositories`: the longest pattern that matches a repository decides. */
export class RepositoryRule {
  @Setting({
    describe: 'Which repositories: an exact name, a prefix such as acme/*, or *.',
    example: 'mirror/*',
  })
  @Matches(REPOSITORY_PATTERN, REPOSITORY_PATTERN_RULE)
  pattern: string;

  @Setting({ describe: 'As manifests.references, for these repositories.', example: 'accept' })
  @IsOptional()
  @IsIn(['require', 'accept'])
  references?: 'require' | 'accept';

  @Setting({ describe: 'As margo.validation, for these repositories.', example: 'enforce' })
  @IsOptional()
  @IsIn(['enforce', 'warn', 'off'])
  validation?: 'enforce' | 'warn' | 'off';

  @Setting({ describe: 'As margo.profile, for these repositories.', example: '1.0.0-rc.2' })
  @IsOptional()
  @IsIn(PROFILE_NAMES)
  profile?: string;
}

/** Every setting of the registry. File: YAML with these sections; environment: `REGISTRY_<SECTION>_<KEY>`, which wins. */
export class RegistrySettings {
  @Section(() => HttpSettings) http = new HttpSettings();
  @Section(() => LogSettings) log = new LogSettings();
  @Section(() => BlobsSettings, { open: true }) blobs = new BlobsSettings();
  @Section(() => PluginsSettings) plugins = new PluginsSettings();
  @Section(() => MetadataSettings) metadata = new MetadataSettings();
  @Section(() => UploadsSettings) uploads = new UploadsSettings();
  @Section(() => ManifestsSettings) manifests = new ManifestsSettings();
  @Section(() => AccessSettings) access = new AccessSettings();
  @Section(() => MargoSettings) margo = new MargoSettings();
  @Section(() => CollectionSettings) collection = new CollectionSettings();
  @Setting({ describe: 'Rules per repository pattern; the longest pattern that matches decides.' })
  @FileOnly(() => RepositoryRule)
  repositories: RepositoryRule[] = [];
}

export const SETTINGS_PREFIX = 'REGISTRY';
