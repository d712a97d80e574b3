import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/** A public key from PEM or from the JSON text of a JWK; undefined where it is neither. */
export function readPublicKey(text: string): KeyObject | undefined {
  try {
    const isJson = text.trimStart().startsWith('{');
    return isJson
      ? createPublicKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' })
      : createPublicKey(text);
  } catch {
    return undefined;
  }
}
