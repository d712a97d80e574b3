/** The part of the error table that is about who asks: credentials, rights, and those who are asked about them. */
export const ACCESS_ERRORS = {
  unauthorized: {
    code: 'UNAUTHORIZED',
    status: 401,
    sentence:
      'The request carries no valid credentials for this. Log in, or fetch a token as WWW-Authenticate describes.',
  },
  denied: {
    code: 'DENIED',
    status: 403,
    sentence: 'You may not do this here. Ask the operator of the registry for the permission.',
  },
  'host-denied': {
    code: 'DENIED',
    status: 403,
    sentence:
      'This registry is open to its own machine only. Address it as localhost, or let the operator configure access.',
  },
  'too-many-logins': {
    code: 'TOOMANYREQUESTS',
    status: 429,
    sentence:
      'Too many logins of this account or from this address have failed. Wait for the seconds in Retry-After.',
  },
  'logins-busy': {
    code: 'UNAVAILABLE',
    status: 503,
    sentence: 'The registry has more logins to check than it can at the moment. Try again in a few seconds.',
  },
  'authorization-unavailable': {
    code: 'UNAVAILABLE',
    status: 503,
    sentence:
      'The authorization server does not answer, so the token cannot be checked. Try again after the seconds in Retry-After.',
  },
  'token-service-unavailable': {
    code: 'UNAVAILABLE',
    status: 503,
    sentence:
      'The service that this registry asks for tokens does not answer as it should. Try again later, or tell the operator.',
  },
} as const satisfies Record<string, { code: string; status: number; sentence: string }>;
