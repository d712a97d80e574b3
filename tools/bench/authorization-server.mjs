// As much of an authorization server as a registry needs: one key, and introspection that knows one token.
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';

const AUDIENCE = 'margo-registry';
const LIFE = 3600;
export const OPAQUE_TOKEN = 'an-opaque-token-of-usual-length-0123456789abcdef';

/** Starts it in this process; `url`, `token()` for a JWT as authorization servers issue them, `stop()`. */
export async function startAuthorizationServer() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256', use: 'sig' }] };
  const server = createServer((request, response) => {
    request.resume();
    const body = request.url === '/jwks' ? jwks : { active: true, ...claimsOf(url) };
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const stop = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { url, token: () => signToken(claimsOf(url), privateKey), stop };
}

function claimsOf(issuer) {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: issuer,
    sub: 'f3b0a7de-1c53-4f0a-9b46-6f3d2f0f8e11',
    aud: AUDIENCE,
    iat: now,
    exp: now + LIFE,
    jti: 'bench',
    client_id: 'wfm',
    scope: 'repository:acme/*:pull,push repository:mirror/*:pull',
  };
}

function signToken(claims, key) {
  const parts = [{ alg: 'ES256', typ: 'at+jwt', kid: 'bench' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = sign('sha256', Buffer.from(parts.join('.')), { key, dsaEncoding: 'ieee-p1363' });
  return [...parts, signature.toString('base64url')].join('.');
}
