/** Parameters whose values are credentials (RFC 6749, 6750, 7009, 7521, 7662, 8693). */
export const SECRET_PARAMETERS: ReadonlySet<string> = new Set([
  'access_token',
  'actor_token',
  'assertion',
  'client_assertion',
  'client_secret',
  'code',
  'password',
  'refresh_token',
  'secret',
  'subject_token',
  'token',
]);
