/** How a client shows who it is (RFC 8414 section 2, RFC 7523 section 2.2). */
export const CLIENT_AUTHENTICATION_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'none',
] as const;
