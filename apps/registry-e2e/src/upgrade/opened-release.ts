import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { pathOf, readContents, type Contents } from './kept-releases.js';

/** Stores in which a registry may work: a copy of what a release has left, or empty ones. */
export interface ReleaseStores {
  /** Variables with which a registry finds them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of the migrations that the database has had, in their order; no registry runs. */
  listMigrations(): Promise<string[]>;
  /** Says that a later release has migrated the database. */
  makeNewer(migration: string): Promise<void>;
}

export interface ReleaseEngine {
  readonly name: 'embedded' | 'servers';
  unpack(release: string): Promise<ReleaseStores>;
  makeEmpty(): Promise<ReleaseStores>;
}

/** An upload of a release is years old when a later one goes on with it. */
const PATIENT = { REGISTRY_UPLOADS_EXPIRY: '36500d' };

/** A copy of what a release has left, with the settings that the release had. */
export class OpenedRelease {
  private constructor(
    readonly contents: Contents,
    readonly stores: ReleaseStores,
    private readonly settings: string,
  ) {}

  static async unpack(release: string, engine: ReleaseEngine): Promise<OpenedRelease> {
    const contents = readContents(release, engine.name);
    return new OpenedRelease(contents, await engine.unpack(release), pathOf(release, 'settings.yaml'));
  }

  get environment(): Readonly<Record<string, string>> {
    return { ...this.stores.environment, REGISTRY_SETTINGS: this.settings };
  }

  /** Runs the registry of this checkout on it. */
  async onRegistry(
    use: (client: RegistryClient) => Promise<void>,
    more: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const registry = await RunningRegistry.start({
      environment: { ...this.environment, ...PATIENT, ...more },
    });
    const client = new RegistryClient(registry.url);
    try {
      await use(client);
    } finally {
      await client.close();
      expect(await registry.stop()).toBe(0);
    }
  }
}
