/* eslint-disable @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project */
import { NginxServer } from '../../../../tools/servers/nginx.mjs';
import { findFreePort } from '../../../../tools/servers/server-process.mjs';
import { CloudStores } from '../../../../tools/servers/stores.mjs';
/* eslint-enable @nx/enforce-module-boundaries */
import type { Programs } from './describe-with-servers.js';
import { RegistryClient } from './registry-client.js';
import { RunningRegistry } from './running-registry.js';

export interface ClusterOptions {
  readonly programs: Programs<'postgres' | 'minio' | 'nginx'>;
  readonly size?: number;
  /** More `REGISTRY_*` variables of every replica. */
  readonly environment?: Readonly<Record<string, string>>;
}

interface Replica {
  readonly port: number;
  registry: RunningRegistry;
  /** Asks this replica and no other. */
  readonly client: RegistryClient;
}

/** Registry processes on one Postgres and one MinIO, behind an nginx that hands each request to the next one. */
export class Cluster {
  /** Asks nginx. */
  readonly client: RegistryClient;

  private constructor(
    readonly stores: CloudStores,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly replicas: readonly Replica[],
    private readonly nginx: NginxServer,
  ) {
    this.client = new RegistryClient(nginx.url);
  }

  static async start({ programs, size = 3, environment = {} }: ClusterOptions): Promise<Cluster> {
    const stores = await CloudStores.start(programs);
    const all = { ...(await stores.make()), ...environment };
    const replicas = await Promise.all(Array.from({ length: size }, () => startReplica(all)));
    const nginx = await NginxServer.start(
      programs.nginx,
      replicas.map(({ port }) => port),
    );
    return new Cluster(stores, all, replicas, nginx);
  }

  /** A client of one replica, past nginx. */
  replica(index: number): RegistryClient {
    return this.replicas[index]!.client;
  }

  get clients(): readonly RegistryClient[] {
    return this.replicas.map(({ client }) => client);
  }

  /** What each replica has logged since it was started last, line by line. */
  get logs(): readonly (readonly string[])[] {
    return this.replicas.map(({ registry }) => registry.stdout);
  }

  /** Rows of a statement, as text: for what is not to be seen over HTTP. */
  askDatabase(statement: string): Promise<string> {
    return this.stores.postgres.query(statement, this.database);
  }

  private get database(): string {
    return new URL(this.environment['REGISTRY_METADATA_URL']!).pathname.slice(1);
  }

  /** Ends a replica at once (SIGKILL). */
  kill(index: number): Promise<void> {
    return this.replicas[index]!.registry.kill();
  }

  /** Asks a replica to stop (SIGTERM), unless it has ended, and starts it again, on its port. Resolves with its exit code. */
  async restart(index: number): Promise<number | null> {
    const replica = this.replicas[index]!;
    const code = await replica.registry.stop();
    replica.registry = await runReplica(this.environment, replica.port);
    return code;
  }

  async stop(): Promise<void> {
    this.stores.minio.goOn();
    await this.client.close();
    await this.nginx.remove();
    await Promise.all(
      this.replicas.map(async ({ client, registry }) => {
        await client.close();
        await registry.stop();
      }),
    );
    await this.stores.remove();
  }
}

async function startReplica(environment: Readonly<Record<string, string>>): Promise<Replica> {
  const port = await findFreePort();
  const registry = await runReplica(environment, port);
  return { port, registry, client: new RegistryClient(registry.url) };
}

function runReplica(environment: Readonly<Record<string, string>>, port: number): Promise<RunningRegistry> {
  return RunningRegistry.start({ environment: { ...environment, REGISTRY_HTTP_PORT: `${port}` } });
}
