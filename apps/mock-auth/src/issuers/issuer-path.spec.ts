import type { IncomingMessage } from 'node:http';
import { issuerNameOf, rewriteUrl } from './issuer-path.js';

const read = (url: string): [string, string] => {
  const request = { url } as IncomingMessage;
  const rewritten = rewriteUrl(request);
  return [issuerNameOf(request), rewritten];
};

describe('the path of an issuer', () => {
  it.each([
    ['/oauth/token', '', '/oauth/token'],
    ['/team-a/oauth/token', 'team-a', '/oauth/token'],
    ['/team-a/token?scope=a', 'team-a', '/token?scope=a'],
    ['/team-a/.well-known/openid-configuration', 'team-a', '/.well-known/openid-configuration'],
    ['/.well-known/oauth-authorization-server/team-a', 'team-a', '/.well-known/oauth-authorization-server'],
    ['/.well-known/openid-configuration/team-a?x=1', 'team-a', '/.well-known/openid-configuration?x=1'],
    ['/team-a/control/clock', 'team-a', '/control/clock'],
    ['/control/clock', '', '/control/clock'],
    ['/token', '', '/token'],
    ['/health/live', '', '/health/live'],
    ['/.well-known/jwks.json', '', '/.well-known/jwks.json'],
    ['/%2e%2e/oauth/token', '', '/%2e%2e/oauth/token'],
    [`/${'a'.repeat(65)}/oauth/token`, '', `/${'a'.repeat(65)}/oauth/token`],
    ['//oauth/token', '', '//oauth/token'],
    ['/a//oauth/token', 'a', '//oauth/token'],
  ])('%s belongs to "%s" as %s', (url, name, rewritten) => expect(read(url)).toEqual([name, rewritten]));
});
