import { RegistryClient } from './registry-client.js';
import { RunningRegistry, type StartOptions } from './running-registry.js';

/** One registry for all tests of a file, with a client of it; there between `beforeAll` and `afterAll`. */
export interface SharedRegistry {
  readonly registry: RunningRegistry;
  readonly client: RegistryClient;
}

/** Registers the hooks. Tests keep apart by their repository names. */
export function shareRegistry(options?: StartOptions): SharedRegistry {
  const shared: { -readonly [Key in keyof SharedRegistry]?: SharedRegistry[Key] } = {};
  beforeAll(async () => {
    shared.registry = await RunningRegistry.start(options);
    shared.client = new RegistryClient(shared.registry.url);
  }, 30_000);
  afterAll(async () => {
    await shared.client?.close();
    await shared.registry?.stop();
  }, 40_000);
  return shared as SharedRegistry;
}
