import { Bytes, Setting } from '@margo-registry/settings';
import { IsBoolean, IsInt, IsNotEmpty, IsOptional, IsString, Matches, Min } from 'class-validator';

const MEBI = 1024 * 1024;

/** Scheme, host and port. */
const ORIGIN = /^https?:\/\/[^\s/?#@]+\/?$/;
const BUCKET = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** Segments that need no encoding in a URL. */
const PREFIX = /^(?:(?!\.{1,2}(?:\/|$))[\w.-]+(?:\/(?!$)|\/?$))*$/;

/** The section `blobs` of the registry's settings where its driver is `s3`. */
export class S3Settings {
  @Setting({ describe: 'Origin of the S3 service.', example: 'http://127.0.0.1:9000' })
  @Matches(ORIGIN, { message: 'must be http:// or https:// with a host and at most a port' })
  endpoint: string;

  @Setting({ describe: 'Region of the bucket, as the service calls it.', example: 'eu-central-1' })
  @IsString()
  @IsNotEmpty()
  region = 'us-east-1';

  @Setting({ describe: 'Bucket of the blobs; it must exist.', example: 'margo-registry' })
  @Matches(BUCKET, {
    message: 'must be the name of a bucket: 3 to 63 small letters, digits, dots and hyphens',
  })
  bucket: string;

  @Setting({ describe: 'Access key of the service.', example: 'registry', secret: true })
  @IsString()
  @IsNotEmpty()
  accessKey: string;

  @Setting({ describe: 'Secret key that belongs to the access key.', example: 'a-long-secret', secret: true })
  @IsString()
  @IsNotEmpty()
  secretKey: string;

  @Setting({
    describe: 'Path before the key of every object, where the bucket serves others too.',
    example: 'registry',
  })
  @Matches(PREFIX, { message: 'must be a path of letters, digits, dots, hyphens and underscores' })
  prefix = '';

  @Setting({
    describe: 'Whether the bucket stands in the path of a URL or before the host.',
    example: 'true',
  })
  @IsBoolean()
  pathStyle = true;

  @Setting({
    describe: 'PEM file with certificates to trust beside the usual ones.',
    example: '/etc/registry/ca.pem',
  })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  ca?: string;

  @Setting({
    describe: 'Origin of the service as clients reach it, for redirects.',
    example: 'https://blobs.example.org',
  })
  @IsOptional()
  @Matches(ORIGIN, { message: 'must be http:// or https:// with a host and at most a port' })
  publicEndpoint?: string;

  @Setting({ describe: 'Memory for the buffers of all uploads together.', example: '256MiB' })
  @Bytes()
  @IsInt()
  @Min(16 * MEBI)
  memory = 256 * MEBI;
}
