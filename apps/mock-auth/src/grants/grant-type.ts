/** Values of `grant_type`: RFC 6749, and RFC 8693 section 2.1. */
export const GRANT_TYPES = [
  'client_credentials',
  'password',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:token-exchange',
] as const;

export type GrantType = (typeof GRANT_TYPES)[number];

export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
