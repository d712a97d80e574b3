import { Setting } from '@margo-registry/settings';
import { IsArray, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

/** As browsers write it: lower case, no path, no slash at the end. */
const ORIGIN = /^(\*|https?:\/\/[^/\s,A-Z]+)$/;

/** Where the registry listens and what it calls itself. */
export class HttpSettings {
  @Setting({
    describe: 'Address to listen on. Beyond loopback, open access must be allowed by access.open.',
    example: '0.0.0.0',
  })
  @IsString()
  host = '127.0.0.1';

  @Setting({ describe: 'TCP port; 0 takes a free one.', example: '5000' })
  @IsInt()
  @Min(0)
  @Max(65535)
  port = 5000;

  @Setting({
    describe: 'Path of the PEM certificate chain; with tlsKey the registry speaks https.',
    example: '/etc/margo/tls.crt',
  })
  @IsOptional()
  @IsString()
  tlsCert?: string;

  @Setting({ describe: 'Path of the PEM private key.', example: '/etc/margo/tls.key' })
  @IsOptional()
  @IsString()
  tlsKey?: string;

  @Setting({
    describe: 'URL under which clients reach the registry; its host is then accepted in open mode.',
    example: 'https://registry.example.com',
  })
  @IsOptional()
  @Matches(/^https?:\/\/[^/\s]+\/?$/, { message: 'must be an http or https URL without a path' })
  publicUrl?: string;

  @Setting({
    describe:
      'Origins whose pages may use the own API and pull (CORS), or *; never with credentials. Empty for none.',
    example: 'https://catalogue.example.com,https://ops.example.com',
  })
  @IsArray()
  @Matches(ORIGIN, { each: true, message: 'must be a list of origins such as https://example.com, or *' })
  corsOrigins: string[] = [];

  @Setting({ describe: 'HTTP processes. Embedded SQLite allows one.', example: '1' })
  @IsInt()
  @Min(1)
  workers = 1;
}
