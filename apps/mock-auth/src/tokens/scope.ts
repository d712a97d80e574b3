import { OAuthError } from '../http/oauth-error.js';

/** One scope: a Docker resource scope, or a text that means something to others. */
export type Scope =
  | {
      readonly kind: 'resource';
      readonly type: string;
      readonly name: string;
      readonly actions: readonly string[];
    }
  | { readonly kind: 'text'; readonly text: string };

/** A token is a header line: more scopes than this make it too long for most servers. */
const MOST_SCOPES = 200;

/** RFC 6749 section 3.3. */
const TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
const RESOURCE = /^(repository|registry)(\([a-z0-9]+\))?:/;
const NAME = /^(?:\*|(?:[A-Za-z0-9.-]+:\d+\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+|\/)[a-z0-9]+)*(?:\/\*)?)$/;
const ACTION = /^([a-z]+|\*)$/;

/**
 * Scopes of one or several texts, each holding several separated by spaces (AUTH-06); doubles are merged.
 * @throws OAuthError invalid_scope
 */
export function parseScopes(texts: readonly string[]): Scope[] {
  const tokens = [...new Set(texts.flatMap((text) => text.split(' ')).filter(Boolean))];
  if (tokens.length > MOST_SCOPES) {
    throw refuseScope(`There are ${tokens.length} scopes; ask for ${MOST_SCOPES} at most.`);
  }
  return tokens.map(parseScope);
}

function parseScope(text: string): Scope {
  if (!TOKEN.test(text))
    throw refuseScope('A scope holds characters that RFC 6749 section 3.3 does not allow.');
  if (!RESOURCE.test(text)) return { kind: 'text', text };
  // The name may hold a colon itself (AUTH-11): the type ends at the first, the actions begin behind the last.
  const [first, last] = [text.indexOf(':'), text.lastIndexOf(':')];
  const [name, actions] = [text.slice(first + 1, last), text.slice(last + 1).split(',')];
  const type = text.slice(0, first).replace(/\(.*/, '');
  const isName = type === 'registry' ? name === 'catalog' : NAME.test(name);
  if (first === last || !isName || !actions.every((action) => ACTION.test(action))) {
    throw refuseScope(
      `The scope ${text.slice(0, 100)} is malformed; write repository:<name>:<actions> or registry:catalog:*.`,
    );
  }
  return { kind: 'resource', type, name, actions };
}

export const refuseScope = (description: string): OAuthError =>
  new OAuthError('invalid_scope', { description });

export function formatScope(scope: Scope): string {
  return scope.kind === 'text' ? scope.text : `${scope.type}:${scope.name}:${scope.actions.join(',')}`;
}

export const formatScopes = (scopes: readonly Scope[]): string => scopes.map(formatScope).join(' ');
