import { IsIn, IsOptional, Length, Matches } from 'class-validator';
import { FULL_REFERENCE } from '../openapi/path-parameters.js';
import { Parameter } from '../openapi/parameter.js';
import { REPORT_FORMATS } from './report-formats.js';
import { PROFILE_NAMES, TAG } from './margo-settings.js';

/** Short enough for its repository to have a name of at most so many characters, whatever the tag. */
const LONGEST_REFERENCE = 254;
const REFERENCE = new RegExp(FULL_REFERENCE);

/** Query of a dry run. */
export class ValidationQuery {
  @Parameter(
    'A package or component of this registry, of which the body is then not looked at: acme/pump:1.0.0 or acme/pump@sha256:….',
  )
  @IsOptional()
  @Length(3, LONGEST_REFERENCE)
  @Matches(REFERENCE, { message: 'reference is repository:tag or repository@digest, in lower case' })
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
