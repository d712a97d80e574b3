import type { Writable } from 'node:stream';
import type { MockAuthSettings } from './settings.js';

/** Where it listens, whom it knows, and three lines to try; for the person at the terminal, so not on stdout. */
export function writeBanner(
  out: Writable,
  url: string,
  { identities, issuer }: Pick<MockAuthSettings, 'identities' | 'issuer'>,
): void {
  const known = identities ?? 'development identities (wfm, publisher, admin, registry)';
  const shown = openable(url);
  out.write(
    [
      '',
      '  margo-mock-auth: a mock, for tests only',
      `  listens on  ${shown}${url === shown ? '' : ' and every other address of this machine'}`,
      ...(issuer === undefined ? [] : [`  known as    ${issuer} (the issuer of its tokens)`]),
      `  knows       ${known}`,
      '',
      '  Try:',
      `    curl -u wfm:wfm-secret -d grant_type=client_credentials ${shown}/oauth/token`,
      `    curl -u publisher:publisher-secret '${shown}/token?scope=repository:demo/hello:pull'`,
      `    curl ${shown}/.well-known/oauth-authorization-server`,
      '',
      '',
    ].join('\n'),
  );
}

/** 0.0.0.0 and :: mean every address, and nobody can open them. */
function openable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
