// Somebody else's authorization server in a container of the deployment: the npm package `oidc-provider`.
// usage: node oidc-server.mjs <issuer>
import Provider from 'oidc-provider';
import { makeOidcConfiguration } from '../servers/oidc-configuration.mjs';

const issuer = process.argv[2] ?? '';
new Provider(issuer, await makeOidcConfiguration('jwt')).listen(Number(new URL(issuer).port), '0.0.0.0');
