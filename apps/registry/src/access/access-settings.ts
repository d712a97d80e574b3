import { Duration, FileOnly, Setting } from '@margo-registry/settings';
import { IsArray, IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, Matches, Min } from 'class-validator';
import { ProxyAddresses } from './proxy-address.js';
import { REPOSITORY_PATTERN, REPOSITORY_PATTERN_RULE } from '../repositories/repository-pattern.js';

const HTTP_URL = /^https?:\/\/[^\s"\\]+$/;
const HTTP_URL_RULE = { message: 'must be an http or https URL' };

/** One entry of `access.rules`: callers of whom one of the first three keys is true may do this there. */
export class AccessRule {
  @Setting({
    describe: 'Subject of the token or name of the local account; * is every caller that is known.',
    example: 'publisher',
  })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  subject?: string;

  @Setting({
    describe: 'A claim of the token and the value that it has, or has among others; dots lead into objects.',
    example: 'realm_access.roles=publisher',
  })
  @IsOptional()
  @Matches(/^[^=]+=.+$/, { message: 'must be a claim and its value, such as groups=operators' })
  claim?: string;

  @Setting({
    describe: 'SPIFFE id of the caller, or all below one.',
    example: 'spiffe://factory.example/margo/wfm/*',
  })
  @IsOptional()
  @Matches(/^spiffe:\/\/[^/*\s]+(\/[^/*\s]+)*(\/\*)?$/, {
    message: 'must be a SPIFFE id, or the beginning of one with /*',
  })
  spiffe?: string;

  @Setting({ describe: 'Which repositories.', example: 'acme/*' })
  @Matches(REPOSITORY_PATTERN, REPOSITORY_PATTERN_RULE)
  repository: string;

  @Setting({ describe: 'What may be done there: pull, push, delete, admin, or * for all.', example: 'pull' })
  @IsArray()
  @IsIn(['pull', 'push', 'delete', 'admin', '*'], {
    each: true,
    message: 'must list pull, push, delete, admin or *',
  })
  actions: string[];
}

/** Who may do what, and who says so. */
export class AccessSettings {
  @Setting({
    describe: 'Who may do what: none (everybody is admin; for a first try on loopback) or bearer (tokens).',
    example: 'bearer',
  })
  @IsIn(['none', 'bearer'])
  mode: 'none' | 'bearer' = 'none';

  @Setting({ describe: 'Allows mode none on an address beyond loopback.', example: 'true' })
  @IsBoolean()
  open = false;

  @Setting({
    describe: 'Issuer that tokens of the authorization server name.',
    example: 'https://id.example.com',
  })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  issuer?: string;

  @Setting({
    describe: 'Audience that a token must be for; also the service in challenges.',
    example: 'margo-registry',
  })
  @Matches(/^[\x21\x23-\x5b\x5d-\x7e]+$/, {
    message: 'must be printable characters without spaces, quotes and backslashes',
  })
  audience = 'margo-registry';

  @Setting({
    describe: 'Whether a token that names no audience is refused. A foreign audience always is.',
    example: 'true',
  })
  @IsBoolean()
  audienceRequired = true;

  @Setting({
    describe: "URL at which clients fetch tokens; the registry's own /token where it is left out.",
    example: 'https://id.example.com/token',
  })
  @IsOptional()
  @Matches(HTTP_URL, HTTP_URL_RULE)
  realm?: string;

  @Setting({
    describe: "Token endpoint behind the registry's own /token.",
    example: 'https://id.example.com/oauth/token',
  })
  @IsOptional()
  @Matches(HTTP_URL, HTTP_URL_RULE)
  tokenUrl?: string;

  @Setting({
    describe: 'What tokenUrl speaks: docker, or OAuth 2.0 with client_credentials or password.',
    example: 'client_credentials',
  })
  @IsIn(['docker', 'client_credentials', 'password'])
  tokenKind: 'docker' | 'client_credentials' | 'password' = 'docker';

  @Setting({
    describe: 'Key set (JWKS) of the issuer; tokens that are JWTs are verified by it.',
    example: 'https://id.example.com/.well-known/jwks.json',
  })
  @IsOptional()
  @Matches(HTTP_URL, HTTP_URL_RULE)
  jwksUrl?: string;

  @Setting({
    describe: 'Introspection endpoint (RFC 7662) for tokens that are no JWTs, and for all without jwksUrl.',
    example: 'https://id.example.com/oauth/introspect',
  })
  @IsOptional()
  @Matches(HTTP_URL, HTTP_URL_RULE)
  introspectionUrl?: string;

  @Setting({
    describe: 'How long an introspection answers pulls; push, delete and admin always ask anew.',
    example: '10s',
  })
  @Duration()
  @Min(0)
  introspectionTtl = 10_000;

  @Setting({ describe: "The registry's own client at the authorization server.", example: 'registry' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  clientId?: string;

  @Setting({ describe: 'Secret of that client.', example: 'a-long-random-text', secret: true })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  clientSecret?: string;

  @Setting({
    describe: 'Path of an htpasswd file (bcrypt) with local accounts.',
    example: '/etc/margo/htpasswd',
  })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  htpasswd?: string;

  @Setting({
    describe: 'Repositories that everybody may pull from: names, prefixes such as public/*, or *.',
    example: 'public/*',
  })
  @IsArray()
  @Matches(REPOSITORY_PATTERN, { each: true, message: 'must list names, prefixes such as public/*, or *' })
  anonymousPull: string[] = [];

  @Setting({
    describe:
      'Reverse proxies whose X-Forwarded-For tells where a failed login came from; else the connection does.',
    example: '10.0.0.5,192.168.7.0/24',
  })
  @IsArray()
  @ProxyAddresses()
  trustedProxies: string[] = [];

  @Setting({ describe: 'What callers may do at most; without rules their tokens decide alone.' })
  @FileOnly(() => AccessRule)
  rules: AccessRule[] = [];
}
