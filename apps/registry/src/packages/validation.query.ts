import { PROFILES } from '@margo-registry/margo';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { Parameter } from '../openapi/parameter.js';
import { REPORT_FORMATS } from './report-formats.js';
import { TAG } from './margo-settings.js';

const PROFILE_NAMES = ['auto', ...PROFILES.flatMap(({ name, aliases = [] }) => [name, ...aliases])];

/** Query of a dry run. */
export class ValidationQuery {
  @Parameter('A package of this registry instead of a body: acme/pump:1.0.0 or acme/pump@sha256:….')
  @IsOptional()
  @IsString()
  @Length(1, 512)
  reference?: string;

  @Parameter('The Margo version to judge by; else the one of the settings.')
  @IsOptional()
  @IsIn(PROFILE_NAMES)
  profile?: string;

  @Parameter('How much the judge insists; else what the settings say, and warn where they say off.')
  @IsOptional()
  @IsIn(['enforce', 'warn'])
  level?: 'enforce' | 'warn';

  @Parameter('The tag that the package is going to be pushed under.')
  @IsOptional()
  @Matches(TAG, { message: 'tag is not a tag' })
  tag?: string;

  @Parameter('Of the answer; else what Accept asks for.')
  @IsOptional()
  @IsIn(REPORT_FORMATS)
  format?: (typeof REPORT_FORMATS)[number];
}
