import { generateKeyPairSync } from 'node:crypto';
import { readIdentities } from './read-identities.js';

const refusal = (data: unknown): Promise<string> =>
  readIdentities(data).then(
    () => '',
    (error: Error) => error.message,
  );

describe('readIdentities', () => {
  it('takes an empty file for nobody', async () => {
    const { lists } = await readIdentities({});
    expect(Object.values(lists).flat()).toEqual([]);
  });

  it('lets whoever holds everything list everything, unless told otherwise', async () => {
    const all = [{ repository: '*', actions: ['pull'] }];
    const identities = await readIdentities({
      clients: [
        { id: 'all', rights: all },
        { id: 'some', rights: [{ repository: 'acme/*', actions: ['pull'] }] },
        { id: 'told', rights: all, catalog: false },
      ],
    });
    expect(['all', 'some', 'told'].map((id) => identities.findClient(id)?.catalog)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('refuses one name for two accounts', async () => {
    const text = await refusal({ clients: [{ id: 'a' }], users: [{ name: 'a', password: 'p' }] });
    expect(text).toMatch(/^users\[0\]\.name: "a" is there twice/);
  });

  it.each<[string, unknown, RegExp]>([
    [
      'a key that does not exist',
      { clients: [{ id: 'a', secrets: 's' }] },
      /clients\[0\]\.secrets.*did you mean "secret"/,
    ],
    ['a list that is none', { clients: { id: 'a' } }, /clients: must be a list/],
    ['text in place of everything', 'clients', /must be a mapping/],
    [
      'a grant that does not exist',
      { clients: [{ id: 'a', grants: ['implicit'] }] },
      /clients\[0\]\.grants: must be a list of client_credentials/,
    ],
    [
      'a claim that the mock sets',
      { clients: [{ id: 'a', claims: [{ name: 'sub', value: 'x' }] }] },
      /claims\[0\]\.name/,
    ],
    [
      'a key that is none',
      { clients: [{ id: 'a', publicKeys: ['x'] }] },
      /publicKeys\[0\]: must be a public key/,
    ],
    ['a user without a password', { users: [{ name: 'a' }] }, /users\[0\]\.password: is missing/],
    [
      'a trust domain without an anchor',
      { trustDomains: [{ name: 'a' }] },
      /trustDomains\[0\]: needs at least one/,
    ],
    [
      'a bundle that is none',
      { trustDomains: [{ name: 'a', bundle: '-----BEGIN CERTIFICATE-----' }] },
      /trustDomains\[0\]/,
    ],
    ['a missing file', { trustDomains: [{ name: 'a', bundleFile: 'nowhere.pem' }] }, /cannot be read/],
    ['half a SPIFFE id', { workloads: [{ spiffe: 'plant.example/a' }] }, /workloads\[0\]\.spiffe/],
  ])('refuses %s with its path', async (_what, data, pattern) => {
    expect(await refusal(data)).toMatch(pattern);
  });

  it('never shows a secret in a refusal', async () => {
    expect(await refusal({ clients: [{ id: 'a', secret: ['hidden-thing'] }] })).not.toContain('hidden-thing');
  });

  it('takes public keys as PEM and as JWK', async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const publicKeys = [
      String(publicKey.export({ type: 'spki', format: 'pem' })),
      JSON.stringify(publicKey.export({ format: 'jwk' })),
    ];
    const identities = await readIdentities({ clients: [{ id: 'a', publicKeys }] });
    expect(identities.findClient('a')?.publicKeys).toHaveLength(2);
  });
});
