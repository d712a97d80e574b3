import { readIdentities } from '../identities/read-identities.js';
import { IssuerWorlds } from './issuer-worlds.js';

const make = async (): Promise<IssuerWorlds> => new IssuerWorlds({ identities: await readIdentities({}) });

describe('the issuers', () => {
  it('are made when somebody speaks to them, and share nothing', async () => {
    const worlds = await make();
    const [a, b] = [worlds.get('a'), worlds.get('b')];
    a.clock.advance(1000);
    expect(b.clock.now()).toBeLessThan(a.clock.now() - 900);
    expect((await a.keys.current('ES256')).kid).not.toBe((await b.keys.current('ES256')).kid);
    expect(worlds.list().map(({ name }) => name)).toEqual(['', 'a', 'b']);
    expect(worlds.find('c')).toBeUndefined();
  });

  it('are as at the start after a reset, with the first keys', async () => {
    const world = (await make()).get('a');
    const { kid } = await world.keys.current('ES256');
    world.clock.freeze(5);
    world.tokens.revokeId('x');
    world.identities = await readIdentities({ clients: [{ id: 'later' }] });
    world.reset();
    expect(world.clock.now()).toBeGreaterThan(5);
    expect(world.tokens.isRevoked({ tokenId: 'x' })).toBe(false);
    expect(world.identities.findClient('later')).toBeUndefined();
    expect((await world.keys.current('ES256')).kid).toBe(kid);
  });

  it('go with a reset of all, except the root issuer', async () => {
    const worlds = await make();
    worlds.get('a');
    worlds.reset();
    expect(worlds.list().map(({ name }) => name)).toEqual(['']);
  });

  it('are not endless', async () => {
    const worlds = await make();
    for (let index = 1; index < 10_000; index++) worlds.get(`i${index}`);
    expect(() => worlds.get('one-more')).toThrow(/10000 issuers already/);
    worlds.delete('i1');
    expect(worlds.get('one-more').name).toBe('one-more');
  });
});
