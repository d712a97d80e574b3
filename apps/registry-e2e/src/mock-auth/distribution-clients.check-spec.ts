import { MockAuthControl, startMockAuth, type MockAuth } from '@margo-registry/mock-auth';
// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/check is a folder of scripts and no project
import { findJudge, skippedLine } from '../../../../tools/check/judges.mjs';
import { Client } from '../clients/client.js';
import { CLIENTS } from './registry-clients.js';
import { RunningDistribution } from './running-distribution.js';

const distribution = findJudge('registry');

/** Real clients, a registry of others, and the mock as the only authority. */
describe('distribution with the preset of the mock', () => {
  if (distribution === undefined) announceAbsence('registry');
  else describeClients(distribution);
});

function announceAbsence(judge: string): void {
  it(`meets ${judge} wherever CI runs`, () => {
    process.stdout.write(`${skippedLine(judge)}\n`);
    expect(process.env['CI']).toBeUndefined();
  });
}

function describeClients(program: string): void {
  let mock: MockAuth;
  let registry: RunningDistribution;
  let host: string;
  beforeAll(async () => {
    mock = await startMockAuth();
    // Both by one name: oras takes no realm of another name that is this machine, and crane none that is an address.
    const control = new MockAuthControl(mock.url.replace('127.0.0.1', 'localhost'));
    registry = await RunningDistribution.start(program, await control.getPreset('distribution'));
    host = `localhost:${new URL(registry.url).port}`;
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await mock?.close();
  });

  describe.each(CLIENTS)('by $judge', ({ judge, login, push, pull }) => {
    const client = findJudge(judge);
    if (client === undefined) return announceAbsence(judge);

    it('lets the publisher push, the WFM pull and not push, and nobody in with a wrong password', async () => {
      const [publisher, wfm] = [await Client.open(client), await Client.open(client)];
      const reference = `${host}/acme/${judge}:1.0.0`;
      const as = (who: Client, account: string, password: string): Promise<unknown> =>
        login(who, { host, account, password });
      const wrong = as(publisher, 'publisher', 'wrong').then(() => push(publisher, reference));
      await expect(wrong).rejects.toThrow(/ended with/);
      await as(publisher, 'publisher', 'publisher-secret');
      await push(publisher, reference);
      await as(wfm, 'wfm', 'wfm-secret');
      await pull(wfm, reference);
      await expect(push(wfm, `${host}/acme/${judge}:2.0.0`)).rejects.toThrow(/ended with/);
      await Promise.all([publisher.close(), wfm.close()]);
    });
  });
}
