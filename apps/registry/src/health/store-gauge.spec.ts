import { Registry } from 'prom-client';
import { registerStoreGauge } from './store-gauge.js';

describe('a gauge of what a store holds', () => {
  it('has no value while the store does not answer, and the others are scraped all the same', async () => {
    const registry = new Registry();
    let answer = (): Promise<number> => Promise.resolve(5);
    registerStoreGauge(registry, { name: 'asked', help: 'a', ask: () => answer() });
    registerStoreGauge(registry, { name: 'other', help: 'b', ask: () => Promise.resolve(1) });
    expect(await registry.metrics()).toMatch(/^asked 5$/m);

    answer = () => Promise.reject(new Error('gone'));
    const meanwhile = await registry.metrics();
    expect(meanwhile).not.toMatch(/^asked \d/m);
    expect(meanwhile).toMatch(/^other 1$/m);

    answer = () => Promise.resolve(7);
    expect(await registry.metrics()).toMatch(/^asked 7$/m);
  });
});
