import { dirname } from 'node:path';
import { describeWithServers } from '../harness/describe-with-servers.js';
import { readGuide } from '../harness/guide.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { CARRIED, pushAll, pushPackage, writeParts } from './carried-packages.js';
import { Client } from './client.js';
import { listHoldings } from './holdings.js';

/** The guide's commands by their place on the page. */
const COMMANDS = ['names', 'note', 'oras', 'regctl', 'orasOut', 'orasIn', 'regctlOut', 'regctlIn', 'compare'];

const WAYS: readonly [title: string, commands: readonly string[]][] = [
  ['oras from registry to registry', ['oras']],
  ['regctl from registry to registry', ['regctl']],
  ['oras through a layout on disk', ['orasOut', 'orasIn']],
  ['regctl through a layout on disk', ['regctlOut', 'regctlIn']],
];

describeWithServers('the guide to mirrors', ['oras', 'regctl'], (programs) => {
  const commands = new Map<string, string>();
  let source: RunningRegistry;
  let upstream: RegistryClient;
  let oras: Client;

  beforeAll(async () => {
    const blocks = (await readGuide('mirror')).blocks('sh');
    expect(blocks).toHaveLength(COMMANDS.length);
    COMMANDS.forEach((name, index) => commands.set(name, blocks[index]!));
    source = await RunningRegistry.start();
    upstream = new RegistryClient(source.url);
    oras = await Client.open(programs.oras);
    await writeParts(oras);
    await pushAll(oras, source.host);
  }, 30_000);
  afterAll(async () => {
    await upstream?.close();
    await source?.stop();
    await oras?.close();
  });

  it('carries the packages and components that the guide names', () => {
    expect(commands.get('names')).toContain(`'${CARRIED.join(' ')}'`);
  });

  describe.each(WAYS)('%s', (_title, way) => {
    let site: RunningRegistry;
    let mirror: RegistryClient;
    let shell: Client;

    beforeAll(async () => {
      site = await RunningRegistry.start({ environment: { REGISTRY_MARGO_VALIDATION: 'enforce' } });
      mirror = new RegistryClient(site.url);
      shell = await Client.open('bash');
    });
    afterAll(async () => {
      await mirror?.close();
      await site?.stop();
      await shell?.close();
    });

    /** The guide's commands, one after the other, as somebody types them at one prompt. */
    const type = (...names: readonly string[]): Promise<string> => {
      const path = `PATH=${dirname(programs.oras)}:${dirname(programs.regctl)}:$PATH`;
      const script = ['set -e', path, ...names.map((name) => commands.get(name)!)].join('\n');
      const local = script
        .replaceAll('registry.example.com:5000', source.host)
        .replaceAll('registry.site.example:5000', site.host);
      return shell.run('-c', local);
    };

    it('brings every manifest, part and referrer under its digest, and nothing else', async () => {
      expect(await type('names', 'note', ...way, 'compare')).toContain('everything arrived');
      const holdings = await listHoldings(upstream, CARRIED);
      expect(holdings.filter((line) => line.includes(' referrer of '))).toHaveLength(5);
      expect(await listHoldings(mirror, CARRIED)).toEqual(holdings);
      for (const reference of CARRIED) {
        const [name] = reference.split(':');
        expect((await mirror.get(`/v2/${name}/tags/list`)).json).toEqual({ name, tags: ['1.0.0'] });
      }
    }, 60_000);

    it('leaves a mirror that accepts the same package when it is pushed, and refuses one that is not valid', async () => {
      const digest = await pushPackage(oras, site.host, CARRIED[0]);
      expect(await listHoldings(mirror, [CARRIED[0]])).toContain(`${CARRIED[0]} is ${digest}`);
      const pushed = pushPackage(oras, site.host, 'margo/nameless:1.0.0', ['resources/icon.png:image/png']);
      await expect(pushed).rejects.toThrow('the application package is not valid');
    });
  });
});
