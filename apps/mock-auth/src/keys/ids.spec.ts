import { Ids } from './ids.js';

const draw = (ids: Ids): unknown[] => [ids.next(), ids.fraction(), ids.next()];

describe('Ids', () => {
  it('repeat with their seed, in another object and after a reset', () => {
    const ids = new Ids('golden');
    const first = draw(ids);
    expect(draw(ids)).not.toEqual(first);
    ids.reset();
    expect(draw(ids)).toEqual(first);
    expect(draw(new Ids('golden'))).toEqual(first);
    expect(draw(new Ids('other'))).not.toEqual(first);
  });

  it('keep their names from release to release', () => {
    expect(new Ids('golden').next()).toBe('dgceV0a-EdCznyFghrk5Fg');
  });

  it('are 128 bits that nobody can foresee without a seed', () => {
    const ids = Array.from({ length: 1000 }, () => new Ids().next());
    expect(new Set(ids).size).toBe(1000);
    expect(ids.every((id) => /^[\w-]{22}$/.test(id))).toBe(true);
  });

  it('give fractions from 0 to 1', () => {
    const ids = new Ids('golden');
    const fractions = Array.from({ length: 1000 }, () => ids.fraction());
    expect(Math.min(...fractions)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...fractions)).toBeLessThan(1);
    expect(fractions.filter((fraction) => fraction < 0.5).length).toBeGreaterThan(400);
  });
});
