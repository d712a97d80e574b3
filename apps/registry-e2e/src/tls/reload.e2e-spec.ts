import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:https';
import { connect } from 'node:tls';
import { until } from '../harness/condition.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { CertificateFolder, makePair, type Pair } from './certificate-folder.js';

describe('a certificate that is renewed while the registry runs', () => {
  let folder: CertificateFolder;
  let registry: RunningRegistry;
  let used: Pair;

  beforeAll(async () => {
    folder = await CertificateFolder.make();
    used = await makePair();
    await write(used);
    registry = await RunningRegistry.start({ environment: folder.environment });
  });
  afterAll(async () => {
    await registry?.stop();
    await folder.remove();
  });

  const write = async (pair: Pair): Promise<void> => {
    await folder.write('server.crt', pair.cert);
    await folder.write('server.key', pair.private);
  };
  const countOf = (message: string): number =>
    registry.stdout.filter((line) => line.includes(`"msg":"certificate ${message}"`)).length;
  const afterOneMore = async (message: string, act: () => unknown): Promise<void> => {
    const before = countOf(message);
    await act();
    await until(() => Promise.resolve(countOf(message) > before));
  };
  const hangUp = (): boolean => registry.process.kill('SIGHUP');
  const isShown = async ({ cert }: Pair): Promise<boolean> =>
    (await shownBy(registry.url)) === new X509Certificate(cert).fingerprint256;

  it('is taken on SIGHUP, and a connection that was open before goes on', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: used.cert });
    const first = await ask(registry.url, agent);
    const next = await makePair();
    await write(next);
    await afterOneMore('taken', hangUp);
    expect(await isShown(next)).toBe(true);
    expect(await ask(registry.url, agent)).toEqual({ status: 200, port: first.port });
    agent.destroy();
    used = next;
  });

  it('is taken without a signal when both files have changed', async () => {
    const next = await makePair();
    await afterOneMore('taken', () => write(next));
    expect(await isShown(next)).toBe(true);
    used = next;
  });

  it.each([
    ['whose key belongs to another certificate', async () => (await makePair()).cert, /another certificate/],
    ['that is no certificate', () => Promise.resolve('nothing'), /no certificate in PEM form/],
    ['that has expired', () => expired(), /expired at 2001/],
  ])(
    'leaves the one in use where it is, for a pair %s, and the log says why',
    async (_title, make, reason) => {
      const made = await make();
      if (typeof made === 'string') await folder.write('server.crt', made);
      else await write(made);
      await afterOneMore('kept', hangUp);
      expect(registry.stdout.findLast((line) => line.includes('certificate kept'))).toMatch(reason);
      expect(await isShown(used)).toBe(true);
      await write(used);
      await afterOneMore('taken', hangUp);
    },
  );
});

it('a registry without a certificate outlives SIGHUP', async () => {
  const registry = await RunningRegistry.start();
  registry.process.kill('SIGHUP');
  expect((await fetch(`${registry.url}/v2/`)).status).toBe(200);
  expect(await registry.stop()).toBe(0);
});

function expired(): Promise<Pair> {
  return makePair(new Date('2001-01-01T00:00:00Z'));
}

/** The fingerprint of the certificate that a fresh connection is greeted with. */
async function shownBy(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

/** The status of a ping, and the local port of the connection that it went through. */
async function ask(url: string, agent: Agent): Promise<{ status?: number; port?: number }> {
  const asked = request(new URL('/v2/', url), { agent }).end();
  const [answer] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  const port = answer.socket.localPort;
  answer.resume();
  await once(answer, 'end');
  return { status: answer.statusCode, port };
}
