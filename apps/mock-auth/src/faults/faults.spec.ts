import { checkFaultRule } from './check-fault-rule.js';
import { drawDelay } from './delay.js';
import { Faults } from './faults.js';

describe('Faults', () => {
  let now: number;
  let faults: Faults;
  const takeKinds = (count: number, client?: string): (string | undefined)[] =>
    Array.from({ length: count }, () => faults.take({ endpoint: 'introspect', client })?.kind);

  beforeEach(() => {
    now = 1000;
    faults = new Faults(() => now);
  });

  it('meets the third request and only that one', () => {
    faults.add({ kind: 'reset', endpoint: 'introspect', skip: 2, times: 1 });
    expect(takeKinds(5)).toEqual([undefined, undefined, 'reset', undefined, undefined]);
    expect(faults.list()).toMatchObject([{ id: 'fault-1', matched: 5, applied: 1 }]);
  });

  it('meets only its endpoint and its client, and counts nobody else', () => {
    faults.add({ kind: 'hang', endpoint: 'token', client: 'wfm', skip: 1 });
    expect(faults.take({ endpoint: 'introspect', client: 'wfm' })).toBeUndefined();
    expect(faults.take({ endpoint: 'token', client: 'publisher' })).toBeUndefined();
    expect(faults.take({ endpoint: 'token' })).toBeUndefined();
    expect(faults.take({ endpoint: 'token', client: 'wfm' })).toBeUndefined();
    expect(faults.take({ endpoint: 'token', client: 'wfm' })).toMatchObject({ matched: 2, applied: 1 });
  });

  it('is an outage from one second of the clock until another', () => {
    faults.add({ kind: 'status', status: 503, from: 1010, until: 1020 });
    const seen = [1009, 1010, 1019, 1020].map((second) => {
      now = second;
      return takeKinds(1)[0];
    });
    expect(seen).toEqual([undefined, 'status', 'status', undefined]);
  });

  it('applies the first rule that is due, and the next one when that is used up', () => {
    faults.add({ kind: 'reset', times: 1 });
    faults.add({ kind: 'html', times: 1 });
    expect(takeKinds(3)).toEqual(['reset', 'html', undefined]);
  });

  it('meets the one endpoint that a kind is about, where the rule names none', () => {
    faults.add({ kind: 'lie', active: false });
    faults.add({ kind: 'stale-jwks' });
    expect(faults.take({ endpoint: 'token' })).toBeUndefined();
    expect(faults.take({ endpoint: 'introspect' })?.kind).toBe('lie');
    expect(faults.take({ endpoint: 'jwks' })?.kind).toBe('stale-jwks');
  });

  it('says whether there was a rule to remove', () => {
    const { id } = faults.add({ kind: 'reset' });
    expect(faults.remove(id)).toBe(true);
    expect(faults.remove(id)).toBe(false);
    expect(takeKinds(1)).toEqual([undefined]);
  });
});

describe('drawDelay', () => {
  const series = (...values: number[]): (() => number) => {
    let index = 0;
    return () => values[index++ % values.length] ?? 0;
  };

  it('is always the same, or spread evenly', () => {
    expect(drawDelay({ ms: 40 }, series(0.9))).toBe(40);
    expect(drawDelay({ min: 100, max: 200 }, series(0.25))).toBe(125);
  });

  it('is spread round its median, half of the answers on each side', () => {
    const fractions = Array.from({ length: 2000 }, (_, index) => ((index * 7919) % 2003) / 2003);
    const draw = series(...fractions);
    const drawn = Array.from({ length: 1000 }, () => drawDelay({ median: 100, sigma: 0.5 }, draw));
    const quicker = drawn.filter((delay) => delay < 100).length;
    expect(quicker).toBeGreaterThan(400);
    expect(quicker).toBeLessThan(600);
    expect(Math.min(...drawn)).toBeGreaterThan(0);
  });
});

describe('checkFaultRule', () => {
  it.each([
    [{ kind: 'status' }, ['kind status needs status, such as 503']],
    [{ kind: 'latency' }, ['kind latency needs delay, such as { ms: 500 }']],
    [{ kind: 'lie' }, ['kind lie needs active, true or false']],
    [
      { kind: 'reset', status: 500, body: 'x' },
      ['status is for kind status and not for kind reset', 'body is for kind status and not for kind reset'],
    ],
    [
      { kind: 'lie', active: true, endpoint: 'token' },
      ['kind lie is about the endpoint introspect and not about token'],
    ],
    [{ kind: 'hang', from: 20, until: 20 }, ['until must be later than from']],
    [{ kind: 'status', status: 503, retryAfter: 3, from: 1, until: 2 }, []],
  ] as const)('says of %j: %j', (rule, faults) => {
    expect(checkFaultRule(rule)).toEqual(faults);
  });
});
