import { Cluster } from './cluster.js';
import { describeWithServers } from './describe-with-servers.js';

/** There between `beforeAll` and `afterAll`. Tests keep apart by their repository names. */
export interface SharedCluster {
  readonly cluster: Cluster;
}

/** Describes three replicas on one Postgres and one MinIO behind nginx; where a program is absent, a line says so. */
export function describeCluster(
  title: string,
  tests: (shared: SharedCluster) => void,
  environment?: Readonly<Record<string, string>>,
): void {
  describeWithServers(title, ['postgres', 'minio', 'nginx'], (programs) => {
    const shared: { cluster?: Cluster } = {};
    beforeAll(async () => {
      shared.cluster = await Cluster.start({ programs, environment });
    });
    afterAll(() => shared.cluster?.stop());
    tests(shared as SharedCluster);
  });
}
