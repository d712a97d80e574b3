// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project
import { makeOidcConfiguration } from '../../../../tools/servers/oidc-configuration.mjs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** What an access token of the server looks like. */
export type TokenFormat = 'jwt' | 'opaque';

/** Somebody else's authorization server: the npm package `oidc-provider`, with clients whose secret is `<name>-secret`. */
export class OidcServer {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(format: TokenFormat): Promise<OidcServer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const configuration = await makeOidcConfiguration(format);
    const provider = quietly(() => new Provider(url, configuration));
    server.on('request', provider.callback());
    return new OidcServer(server, url);
  }

  get tokenUrl(): string {
    return `${this.url}/token`;
  }

  get jwksEnvironment(): Record<string, string> {
    return { REGISTRY_ACCESS_ISSUER: this.url, REGISTRY_ACCESS_JWKS_URL: `${this.url}/jwks` };
  }

  get introspectionEnvironment(): Record<string, string> {
    return {
      REGISTRY_ACCESS_INTROSPECTION_URL: `${this.url}/token/introspection`,
      REGISTRY_ACCESS_CLIENT_ID: 'registry',
      REGISTRY_ACCESS_CLIENT_SECRET: 'registry-secret',
    };
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** It warns of keeping everything in memory, which is what a test wants. */
function quietly<T>(make: () => T): T {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return make();
  } finally {
    console.warn = warn;
  }
}
