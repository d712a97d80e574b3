import { Length, Matches } from 'class-validator';
import { Parameter } from '../../openapi/parameter.js';

const LONGEST_REASON = 200;
/** Of one line without control characters, with something to be seen at both ends. */
const REASON = /^[!-~\u00a1-\uffff]([ -~\u00a0-\uffff]*[!-~\u00a1-\uffff])?$/;

/** Query that switches read-only mode on. */
export class ReadOnlyQuery {
  @Parameter('Why; whoever is refused a push reads it. One line.')
  @Length(1, LONGEST_REASON)
  @Matches(REASON, { message: 'reason is one line of text without spaces around it' })
  reason!: string;
}

export function isReason(text: string): boolean {
  return text.length <= LONGEST_REASON && REASON.test(text);
}
