import { decodeJwt } from 'jose';
import { MOCK_CLAIM } from '../mock-mark.js';

/**
 * An introspection answer (RFC 7662 section 2.2) that says `active` or not, whatever the token is. A token that is made
 * out to be active gets the claims that it carries itself, verified by nobody.
 */
export function lieAbout(token: string, active: boolean, truth: string): string {
  if (!active) return JSON.stringify({ active });
  const answer = readObject(truth);
  return JSON.stringify(answer.active === true ? answer : { ...readClaims(token), active, ...MOCK_CLAIM });
}

function readObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function readClaims(token: string): Record<string, unknown> {
  try {
    return decodeJwt(token);
  } catch {
    return {};
  }
}
