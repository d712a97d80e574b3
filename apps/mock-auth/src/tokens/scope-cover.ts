import { coversPattern } from '../identities/right.js';
import { formatScope, type Scope } from './scope.js';

/** Whether a scope that was granted contains another one: the same or fewer repositories and actions. */
export function coversScope(granted: Scope, other: Scope): boolean {
  if (granted.kind === 'text' || other.kind === 'text') return formatScope(granted) === formatScope(other);
  const isWithin = granted.type === other.type && coversPattern(granted.name, other.name);
  return (
    isWithin &&
    (granted.actions.includes('*') || other.actions.every((action) => granted.actions.includes(action)))
  );
}
