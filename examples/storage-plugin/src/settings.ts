import { IsBase64, IsNotEmpty, IsString, IsUrl, Matches } from 'class-validator';

/** The section `blobs` of the registry's settings where its driver is this package. */
export class AzureSettings {
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false },
    { message: 'must be the URL of the blob service, such as https://<account>.blob.core.windows.net' },
  )
  endpoint!: string;

  @IsString()
  @IsNotEmpty()
  account!: string;

  /** One of the two access keys of the account. The registry never prints a key with this name. */
  @IsBase64()
  accessKey!: string;

  @Matches(/^[a-z0-9](?:-?[a-z0-9]){2,62}$/, {
    message: 'must be 3 to 63 lower-case letters, digits and single hyphens',
  })
  container!: string;

  @Matches(/^(?:[\w.-]+\/)*$/, { message: 'must be empty or end in a slash, such as margo/' })
  prefix = '';
}
