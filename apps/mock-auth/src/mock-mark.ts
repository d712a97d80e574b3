/** What makes everything of this server recognisable as worthless outside of tests. */
export const MOCK_MARK = {
  /** Header of every answer. */
  header: 'X-Mock-Auth',
  value: 'margo-mock-auth',
} as const;

/** Claim of every JWT and member of every active introspection answer. */
export const MOCK_CLAIM = { mock: true } as const;

/** First characters of an opaque access token and of a refresh token: a secret scanner or a log finds them. */
export const OPAQUE_PREFIX = { access: 'mock_at_', refresh: 'mock_rt_' } as const;
