import 'reflect-metadata';
import { RegistrySettings } from '../settings.js';
import type { AccessRule, AccessSettings } from './access-settings.js';
import { checkBearerAccess } from './bearer-access.js';
import { Realm } from './realm.js';

const JWKS = { jwksUrl: 'https://id.example/jwks', issuer: 'https://id.example' };
const REALM = { realm: 'https://id.example/token' };

function settingsWith(access: Partial<AccessSettings>, http: object = {}): RegistrySettings {
  const settings = new RegistrySettings();
  Object.assign(settings.access, { mode: 'bearer' }, access);
  Object.assign(settings.http, http);
  return settings;
}

describe('the start in mode bearer', () => {
  it.each<[string, Partial<AccessSettings>, object, RegExp]>([
    ['nobody would issue tokens', JWKS, {}, /has no realm.*REGISTRY_ACCESS_REALM/],
    ['nobody could verify them', REALM, {}, /nothing to verify.*REGISTRY_ACCESS_JWKS_URL/],
    [
      'tokens of a bridge could not be verified',
      { tokenUrl: 'https://id.example/token' },
      {},
      /nothing to verify/,
    ],
    ['clients could not reach /token', { htpasswd: 'f' }, { host: '0.0.0.0' }, /REGISTRY_HTTP_PUBLIC_URL/],
    ['keys stand without an issuer', { ...REALM, jwksUrl: JWKS.jwksUrl }, {}, /REGISTRY_ACCESS_ISSUER/],
    ['introspection has no client', { ...REALM, introspectionUrl: 'https://id.example/i' }, {}, /CLIENT_ID/],
    [
      'a rule speaks of nobody',
      { ...REALM, ...JWKS, rules: [{ repository: '*', actions: ['pull'] } as AccessRule] },
      {},
      /access\.rules\[0\]/,
    ],
    [
      'a rule speaks of two',
      { ...REALM, ...JWKS, rules: [{ subject: 'a', claim: 'b=c', repository: '*', actions: [] }] },
      {},
      /access\.rules\[0\]/,
    ],
  ])('is refused where %s, with the variable that is missing', (_what, access, http, sentence) => {
    expect(() => checkBearerAccess(settingsWith(access, http))).toThrow(sentence);
  });

  it.each<[Partial<AccessSettings>, object]>([
    [{ ...REALM, ...JWKS }, { host: '0.0.0.0' }],
    [{ htpasswd: 'f' }, { host: '0.0.0.0', publicUrl: 'https://registry.example' }],
    [{ htpasswd: 'f' }, {}],
    [{ anonymousPull: ['*'] }, { host: '::1' }],
    [{ tokenUrl: 'https://id.example/token', ...JWKS }, {}],
  ])('goes on with %j and %j', (access, http) => {
    expect(() => checkBearerAccess(settingsWith(access, http))).not.toThrow();
  });
});

describe('the realm', () => {
  const urlFor = (settings: RegistrySettings, host: string | undefined): string =>
    new Realm(settings).urlFor({ headers: { host }, socket: { localPort: 5000 } } as never);

  it('is what the settings say, else /token under the public URL', () => {
    expect(urlFor(settingsWith(REALM, { publicUrl: 'https://r.example' }), 'x')).toBe(
      'https://id.example/token',
    );
    expect(urlFor(settingsWith({}, { publicUrl: 'https://r.example/' }), 'x')).toBe(
      'https://r.example/token',
    );
  });

  it('is on loopback under the name that the client uses, and never under a foreign one', () => {
    const hosts = [
      'localhost:5000',
      '127.0.0.1:5000',
      '[::1]:5000',
      'localhost:5001',
      'evil.example:5000',
      undefined,
    ];
    expect(hosts.map((host) => urlFor(settingsWith({}), host))).toEqual([
      'http://localhost:5000/token',
      'http://127.0.0.1:5000/token',
      'http://[::1]:5000/token',
      'http://127.0.0.1:5000/token',
      'http://127.0.0.1:5000/token',
      'http://127.0.0.1:5000/token',
    ]);
    expect(urlFor(settingsWith({}, { tlsCert: 'c' }), 'localhost:5000')).toBe('https://localhost:5000/token');
  });
});
