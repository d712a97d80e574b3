import { Setting } from '@margo-registry/settings';
import { IsNotEmpty, IsString } from 'class-validator';

/** The section `blobs` of the registry's settings where its driver is `filesystem`. */
export class FilesystemSettings {
  @Setting({
    describe: 'Directory of the blobs; made where absent, and kept for this registry alone.',
    example: '/var/lib/margo-registry/blobs',
  })
  @IsString()
  @IsNotEmpty()
  directory = './data/blobs';
}
