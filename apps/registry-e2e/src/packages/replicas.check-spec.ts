import { describeCluster } from '../harness/describe-cluster.js';
import { demand } from '../harness/pushes.js';
import type { RegistryClient } from '../harness/registry-client.js';
import { aDescription, filesOf } from '@margo-registry/margo/testing';
import { pushPackage } from './package-pushes.js';

const ROUNDS = 20;
const REPOSITORY = 'replicas/packages';

interface Row {
  readonly versions: readonly { version: string; digest: string }[];
}

describeCluster('the catalogue of three replicas', (shared) => {
  const versionsAt = async (client: RegistryClient): Promise<string[]> => {
    const { packages } = (await client.get('/api/v1/packages?organization=acme%20pumps')).json as {
      packages: Row[];
    };
    return packages.flatMap(({ versions }) => versions.map(({ version }) => version));
  };
  const statusAt = async (client: RegistryClient, reference: string): Promise<number> =>
    (await client.get(`/api/v1/packages/${encodeURIComponent(REPOSITORY)}/${reference}`)).status;

  it('tells the truth on another replica in the very next call after each acknowledged push and delete', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [first, second, third] = [0, 1, 2].map((offset) => shared.cluster.replica((round + offset) % 3));
      const version = `1.${round}.0`;
      const files = filesOf(aDescription({ version }));
      const pushed = demand(await pushPackage(first!, REPOSITORY, version, files), 201);
      expect([await versionsAt(second!), await statusAt(third!, version)]).toEqual([[version], 200]);

      const digest = pushed.getHeader('docker-content-digest');
      demand(await second!.delete(`/v2/${REPOSITORY}/manifests/${digest}`), 202);
      expect([await versionsAt(third!), await statusAt(first!, version)]).toEqual([[], 404]);
    }
  });

  it('loses nothing while all three are pushed to: each sees every version that was acknowledged', async () => {
    const versions = Array.from({ length: 30 }, (_, index) => `2.${index}.0`);
    await Promise.all(
      versions.map(async (version, index) => {
        const client = shared.cluster.replica(index % 3);
        demand(await pushPackage(client, REPOSITORY, version, filesOf(aDescription({ version }))), 201);
      }),
    );
    for (const client of shared.cluster.clients)
      expect((await versionsAt(client)).sort()).toEqual([...versions].sort());
  });
});
