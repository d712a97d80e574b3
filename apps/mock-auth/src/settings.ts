import { Duration, Section, Setting } from '@margo-registry/settings';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

/** Where the mock listens. */
export class HttpSettings {
  @Setting({ describe: 'Address to listen on; 0.0.0.0 in a container.', example: '0.0.0.0' })
  @IsString()
  host = '127.0.0.1';

  @Setting({ describe: 'TCP port; 0 takes a free one.', example: '5001' })
  @IsInt()
  @Min(0)
  @Max(65535)
  port = 5001;
}

export class LogSettings {
  @Setting({ describe: 'Least severity that is written.', example: 'info' })
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  level = 'info';
}

/** What is issued where neither the client nor the request says otherwise. */
export class TokensSettings {
  @Setting({ describe: 'Audience of a token when the request names none.', example: 'margo-registry' })
  @Matches(/^\S+$/, { message: 'must be a text without spaces' })
  audience = 'margo-registry';

  @Setting({
    describe: 'Lifetime of an access token; 60 s at least, as Docker reads less as 60 s.',
    example: '5m',
  })
  @Duration()
  @Min(60_000)
  lifetime = 300_000;

  @Setting({ describe: 'Lifetime of a refresh token.', example: '24h' })
  @Duration()
  @Min(1000)
  refreshLifetime = 86_400_000;
}

export class DockerSettings {
  @Setting({
    describe:
      'What /token grants on a repository that was named: all that the account holds there (held; clients that keep their first token need it), or no more than was asked for (asked).',
    example: 'asked',
  })
  @IsIn(['held', 'asked'])
  grant: 'held' | 'asked' = 'held';
}

export class ControlSettings {
  @Setting({ describe: 'Opens /control to peers that are not on loopback.', example: 'true' })
  @IsBoolean()
  open = false;
}

export class ReproducibleSettings {
  @Setting({
    describe: 'Same seed, same keys and ids in every run. Whoever knows it can forge tokens.',
    example: 'golden',
  })
  @IsOptional()
  @IsString()
  seed?: string;

  @Setting({ describe: 'Every clock starts frozen at this second since 1970.', example: '1767225600' })
  @IsOptional()
  @IsInt()
  @Min(0)
  at?: number;
}

/** Every setting of the mock. File: YAML that `MOCK_AUTH_SETTINGS` names; environment: `MOCK_AUTH_…`, which wins. */
export class MockAuthSettings {
  @Setting({
    describe:
      'Issuer of every token: the one URL under which both clients and registries know this server. Without it the issuer is the address by which each caller asks.',
    example: 'http://mock-auth:5001',
  })
  @IsOptional()
  @Matches(/^https?:\/\/[^/?#\s]+(\/[^?#\s]*[^/?#\s])?\/?$/, {
    message: 'must be an http or https URL without query and fragment',
  })
  issuer?: string;

  @Setting({
    describe:
      'Path of the YAML file of clients, users and trust domains; without it the development identities.',
    example: '/etc/margo/identities.yaml',
  })
  @IsOptional()
  @IsString()
  identities?: string;

  @Setting({
    describe: 'Second yes, beside NODE_ENV=production, without which the mock refuses to start there.',
    example: 'yes-this-is-a-mock',
  })
  @IsOptional()
  @IsIn(['yes-this-is-a-mock'], { message: 'must be yes-this-is-a-mock' })
  allowProduction?: string;

  @Section(() => HttpSettings) http = new HttpSettings();
  @Section(() => LogSettings) log = new LogSettings();
  @Section(() => TokensSettings) tokens = new TokensSettings();
  @Section(() => DockerSettings) docker = new DockerSettings();
  @Section(() => ControlSettings) control = new ControlSettings();
  @Section(() => ReproducibleSettings) reproducible = new ReproducibleSettings();
}

export const SETTINGS_PREFIX = 'MOCK_AUTH';
