import { Duration, FileOnly, Setting } from '@margo-registry/settings';
import { ArrayNotEmpty, IsArray, IsBoolean, IsIn, IsOptional, IsString, Matches, Min } from 'class-validator';
import { GRANT_TYPES } from '../grants/grant-type.js';
import { ACTIONS } from './right.js';

const PATTERN = /^(\*|[a-z0-9]+(?:(?:\.|_{1,2}|-+|\/)[a-z0-9]+)*(?:\/\*)?)$/;
const SPIFFE_PATTERN = /^(\*|spiffe:\/\/[a-z0-9._-]+(\/[A-Za-z0-9._~-]+)*(\/\*)?)$/;
const NAME = /^[\x21-\x39\x3b-\x7e]+$/;
const NAME_RULE = { message: 'must be printable ASCII without spaces and colons' };

export class RightEntry {
  @Setting({ describe: 'Repositories: an exact name, a prefix such as acme/*, or *.', example: 'acme/*' })
  @Matches(PATTERN, { message: 'must be an exact name, a prefix such as acme/*, or *' })
  repository: string;

  @Setting({
    describe: 'What may be done there: pull, push, delete, or * for everything.',
    example: '[pull]',
  })
  @IsArray()
  @ArrayNotEmpty()
  @IsIn(ACTIONS, { each: true, message: `must be a list of ${ACTIONS.join(', ')}` })
  actions: string[];
}

export class ClaimEntry {
  @Setting({ describe: 'Name of a further claim.', example: 'department' })
  @IsString()
  @Matches(/^(?!(iss|sub|aud|exp|nbf|iat|jti|client_id|scope|access|mock)$)\S+$/, {
    message: 'must be the name of a claim that the mock does not set itself',
  })
  name: string;

  @Setting({ describe: 'Its value, a text.', example: 'fleet' })
  @IsString()
  value: string;
}

/** What clients, users and workloads have in common: what they may do, and what their tokens look like. */
export class HolderEntry {
  @Setting({ describe: 'What it may do; nothing where the list is absent.' })
  @FileOnly(() => RightEntry)
  rights: RightEntry[] = [];

  @Setting({
    describe: 'Whether it may list all repositories; by default who has a right on *.',
    example: 'true',
  })
  @IsOptional()
  @IsBoolean()
  catalog?: boolean;

  @Setting({ describe: 'Further scopes that it may have, each a text of its own.', example: '[fleet:read]' })
  @IsArray()
  @Matches(/^[\x21\x23-\x5b\x5d-\x7e]+$/, {
    each: true,
    message: 'must be a list of scopes (RFC 6749 section 3.3)',
  })
  scopes: string[] = [];

  @Setting({ describe: 'Shape of its access tokens: jwt or opaque.', example: 'opaque' })
  @IsIn(['jwt', 'opaque'])
  tokenFormat: 'jwt' | 'opaque' = 'jwt';

  @Setting({ describe: 'Signature of its JWTs: ES256 or RS256.', example: 'RS256' })
  @IsIn(['ES256', 'RS256'])
  alg: 'ES256' | 'RS256' = 'ES256';

  @Setting({
    describe: 'Lifetime of its access tokens; by default tokens.lifetime of the settings.',
    example: '5m',
  })
  @IsOptional()
  @Duration()
  @Min(1000)
  lifetime?: number;

  @Setting({ describe: 'Lifetime of its refresh tokens; by default tokens.refreshLifetime.', example: '24h' })
  @IsOptional()
  @Duration()
  @Min(1000)
  refreshLifetime?: number;

  @Setting({ describe: 'Further claims of its tokens.' })
  @FileOnly(() => ClaimEntry)
  claims: ClaimEntry[] = [];
}

export class ClientEntry extends HolderEntry {
  @Setting({ describe: 'The client_id.', example: 'wfm' })
  @Matches(NAME, NAME_RULE)
  id: string;

  @Setting({
    describe: 'Its secret; a client without secret and keys is public.',
    example: 'wfm-secret',
    secret: true,
  })
  @IsOptional()
  @IsString()
  secret?: string;

  @Setting({ describe: 'Public keys for private_key_jwt: PEM, or a JWK as JSON text.' })
  @IsOptional()
  @IsArray()
  publicKeys?: string[];

  @Setting({ describe: 'Grants that it may use; by default all.', example: '[client_credentials]' })
  @IsArray()
  @IsIn(GRANT_TYPES, { each: true, message: `must be a list of ${GRANT_TYPES.join(', ')}` })
  grants: string[] = [...GRANT_TYPES];

  @Setting({ describe: 'Audiences that it may ask for; by default any.', example: '[margo-registry]' })
  @IsOptional()
  @IsArray()
  audiences?: string[];

  @Setting({ describe: 'Whether it may introspect tokens: a resource server.', example: 'true' })
  @IsBoolean()
  introspect = false;
}

export class UserEntry extends HolderEntry {
  @Setting({ describe: 'The name that the user logs in with.', example: 'alice' })
  @Matches(NAME, NAME_RULE)
  name: string;

  @Setting({ describe: 'The password.', example: 'alice-secret', secret: true })
  @IsString()
  password: string;
}

export class WorkloadEntry extends HolderEntry {
  @Setting({
    describe:
      'SPIFFE ids: an exact one, a prefix that ends in /*, or * for all; the longest that matches counts.',
    example: 'spiffe://plant.example/margo/wfm/*',
  })
  @Matches(SPIFFE_PATTERN, { message: 'must be a SPIFFE id, a prefix of one with /* behind it, or *' })
  spiffe: string;
}

export class TrustDomainEntry {
  @Setting({ describe: 'The trust domain: the host of its SPIFFE ids.', example: 'plant.example' })
  @Matches(/^[a-z0-9._-]+$/, { message: 'must be lower case letters, digits, dots, dashes and underscores' })
  name: string;

  @Setting({ describe: 'Its trust bundle: one or several PEM certificates.' })
  @IsOptional()
  @Matches(/-----BEGIN CERTIFICATE-----/, { message: 'must be PEM certificates' })
  bundle?: string;

  @Setting({ describe: 'Path of the bundle, instead of the text.', example: '/etc/margo/bundle.pem' })
  @IsOptional()
  @IsString()
  bundleFile?: string;
}

/** The file of identities, as `MOCK_AUTH_IDENTITIES` names it and as the control API takes it. */
export class IdentitiesFile {
  @Setting({ describe: 'OAuth 2.0 clients; each can also log in with Basic at /token.' })
  @FileOnly(() => ClientEntry)
  clients: ClientEntry[] = [];

  @Setting({ describe: 'Users, for the password grant and for Basic at /token.' })
  @FileOnly(() => UserEntry)
  users: UserEntry[] = [];

  @Setting({ describe: 'What callers without credentials get at /token.' })
  @FileOnly(() => RightEntry)
  anonymous: RightEntry[] = [];

  @Setting({ describe: 'What the holders of X.509-SVIDs may do.' })
  @FileOnly(() => WorkloadEntry)
  workloads: WorkloadEntry[] = [];

  @Setting({ describe: 'Trust domains whose X.509-SVIDs can be exchanged for tokens.' })
  @FileOnly(() => TrustDomainEntry)
  trustDomains: TrustDomainEntry[] = [];
}
