import { parse } from 'yaml';
import { OAuthError } from './oauth-error.js';

/** Scenarios repeat little; more aliases are a bomb. */
const MOST_ALIASES = 100;

/** A YAML body (RFC 9512); nothing where it is empty. @throws OAuthError invalid_request */
export function readYaml(text: string): unknown {
  try {
    return (
      (parse(text, { maxAliasCount: MOST_ALIASES, stringKeys: true, logLevel: 'silent' }) as unknown) ??
      undefined
    );
  } catch (error) {
    throw new OAuthError('invalid_request', {
      description: `The body is not YAML: ${(error as Error).message.slice(0, 200).replace(/\s+/g, ' ')}`,
    });
  }
}
