import type { KeyObject } from 'node:crypto';
import type { Right } from './right.js';

/** What clients, users and workloads have in common. Times are seconds; absent ones are those of the settings. */
export interface Holder {
  /** `client_id`, name of the user, or SPIFFE id: the token's `sub`. */
  readonly subject: string;
  readonly rights: readonly Right[];
  /** Whether `registry:catalog:*` is granted. */
  readonly catalog: boolean;
  /** Further scopes, which mean something to others. */
  readonly scopes: readonly string[];
  readonly tokenFormat: 'jwt' | 'opaque';
  readonly alg: 'ES256' | 'RS256';
  readonly lifetime?: number;
  readonly refreshLifetime?: number;
  readonly claims: Readonly<Record<string, string>>;
}

/** A registered OAuth 2.0 client. Without a secret and keys it is public (RFC 6749 section 2.1). */
export interface Client extends Holder {
  readonly secret?: string;
  readonly publicKeys: readonly KeyObject[];
  readonly grants: readonly string[];
  readonly audiences?: readonly string[];
  readonly introspect: boolean;
}

export interface User extends Holder {
  readonly password: string;
}

/** Whose certificates are accepted: the trust domain and the PEM texts of its anchors. */
export interface TrustDomain {
  readonly name: string;
  readonly anchors: readonly string[];
}

/** Who asks for a Docker token without credentials (AUTH-07: policy decides, the subject is empty). */
export const ANONYMOUS = '';

export const isPublic = (client: Client): boolean =>
  client.secret === undefined && client.publicKeys.length === 0;
