import { Duration, Setting } from '@margo-registry/settings';
import { IsBoolean, Max, Min, ValidateIf } from 'class-validator';

/** When the collector runs, and what it takes. */
export class CollectionSettings {
  @Setting({ describe: 'Pause between two runs of the collector.', example: '1h' })
  @Duration()
  @Min(1)
  @Max(2 ** 31 - 1)
  interval = 3_600_000;

  @Setting({
    describe:
      'How long a blob without a manifest, an empty repository, and the bytes of what was deleted, stay.',
    example: '24h',
  })
  @Duration()
  @Min(0)
  grace = 24 * 3_600_000;

  @Setting({
    describe:
      'When a manifest without a tag is collected: never, or after so long. Not while an index holds it or its subject is here.',
    example: '30d',
  })
  @Duration({ words: ['never'] })
  @ValidateIf(({ untagged }: CollectionSettings) => untagged !== 'never')
  @Min(0)
  untagged: number | 'never' = 'never';

  @Setting({ describe: 'Runs only report what they would collect.', example: 'true' })
  @IsBoolean()
  dryRun = false;

  /** How long a touch counts as fresh, so that it is not written again: what was touched stays for three quarters of `grace` at least. */
  get freshFor(): number {
    return this.grace / 4;
  }
}
