import { PROFILES } from '@margo-registry/margo';
import { Setting } from '@margo-registry/settings';
import { IsArray, IsIn, Matches } from 'class-validator';

/** The grammar of a tag (OCI distribution specification, "Pulling manifests"). */
export const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

/** What may stand where a profile is named. A name that nobody knows would fail every push. */
export const PROFILE_NAMES = ['auto', ...PROFILES.flatMap(({ name, aliases = [] }) => [name, ...aliases])];

/** What is done with artifacts that claim to be Margo application packages. */
export class MargoSettings {
  @Setting({
    describe:
      'What happens to a package with errors: enforce refuses it, warn takes it and stores the report, off does not look.',
    example: 'enforce',
  })
  @IsIn(['enforce', 'warn', 'off'])
  validation: 'enforce' | 'warn' | 'off' = 'warn';

  @Setting({
    describe: 'Margo version that packages are judged by; auto takes the one that the description names.',
    example: '1.0.0-rc.3',
  })
  @IsIn(PROFILE_NAMES)
  profile = 'auto';

  @Setting({
    describe: 'Tags that need not be the version of the package that they point to, and that move.',
    example: 'latest,stable',
  })
  @IsArray()
  @Matches(TAG, { each: true, message: 'must be a list of tags' })
  aliases: string[] = ['latest'];
}
