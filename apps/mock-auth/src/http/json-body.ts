import { OAuthError } from './oauth-error.js';

/** A JSON body; nothing where it is empty. @throws OAuthError invalid_request */
export function readJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new OAuthError('invalid_request', {
      description: `The body is not JSON: ${(error as Error).message.slice(0, 200)}`,
    });
  }
}
