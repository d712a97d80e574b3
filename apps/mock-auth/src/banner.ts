import type { Writable } from 'node:stream';

/** Where it listens, whom it knows, and three lines to try; for the person at the terminal, so not on stdout. */
export function writeBanner(out: Writable, url: string, identities: string | undefined): void {
  const known = identities ?? 'development identities (wfm, publisher, admin, registry)';
  out.write(
    [
      '',
      '  margo-mock-auth: a mock, for tests only',
      `  listens on  ${url}`,
      `  knows       ${known}`,
      '',
      '  Try:',
      `    curl -u wfm:wfm-secret -d grant_type=client_credentials ${url}/oauth/token`,
      `    curl -u publisher:publisher-secret '${url}/token?scope=repository:demo/hello:pull'`,
      `    curl ${url}/.well-known/oauth-authorization-server`,
      '',
      '',
    ].join('\n'),
  );
}
