import { PATHS } from '../http/endpoints.js';
import type { IssuerPlace } from './preset.js';

interface IdentityPreset {
  readonly describe: string;
  readonly client: Readonly<Record<string, unknown>> & { readonly id: string; readonly secret: string };
  readonly workloads?: readonly unknown[];
}

const CLIENT_GRANTS = ['client_credentials', 'urn:ietf:params:oauth:grant-type:token-exchange'];
const rights = (...actions: string[]): object[] => [{ repository: '*', actions }];

/** The parties of a Margo deployment that ask for tokens. Each is a client with a known secret. */
export const IDENTITY_PRESETS = {
  wfm: {
    describe:
      'A workload fleet manager: lists and pulls everything, by client credentials or its X.509-SVID.',
    client: { id: 'wfm', secret: 'wfm-secret', grants: CLIENT_GRANTS, catalog: true, rights: rights('pull') },
    workloads: [{ spiffe: 'spiffe://margo.example/margo/wfm/*', catalog: true, rights: rights('pull') }],
  },
  device: {
    describe: 'A device: pulls with tokens of two minutes, and may list nothing.',
    client: {
      id: 'device',
      secret: 'device-secret',
      grants: CLIENT_GRANTS,
      lifetime: '2m',
      catalog: false,
      rights: rights('pull'),
    },
  },
  publisher: {
    describe: 'Whoever publishes packages: pulls and pushes everywhere.',
    client: { id: 'publisher', secret: 'publisher-secret', rights: rights('pull', 'push') },
  },
  auditor: {
    describe: 'Reads and lists everything, changes nothing; its opaque tokens can be revoked at once.',
    client: {
      id: 'auditor',
      secret: 'auditor-secret',
      tokenFormat: 'opaque',
      catalog: true,
      rights: rights('pull'),
    },
  },
  registry: {
    describe: 'A resource server: may introspect tokens and holds none.',
    client: { id: 'registry', secret: 'registry-secret', introspect: true },
  },
} satisfies Record<string, IdentityPreset>;

export type IdentityPresetName = keyof typeof IDENTITY_PRESETS;

/** Entries of the file of identities for these parties. */
export function identitiesOf(names: readonly IdentityPresetName[]): Record<string, readonly unknown[]> {
  const presets: readonly IdentityPreset[] = names.map((name) => IDENTITY_PRESETS[name]);
  return {
    clients: presets.map(({ client }) => client),
    workloads: presets.flatMap(({ workloads = [] }) => workloads),
  };
}

/** What a client of OAuth 2.0 must be told; the names are those of the parameters in capitals. */
export function environmentOf(name: IdentityPresetName, place: IssuerPlace): Record<string, string> {
  const { id, secret } = IDENTITY_PRESETS[name].client;
  return {
    OAUTH_ISSUER: place.issuer,
    OAUTH_TOKEN_URL: place.endpoint(PATHS.token),
    OAUTH_CLIENT_ID: id,
    OAUTH_CLIENT_SECRET: secret,
    OAUTH_AUDIENCE: place.audience,
  };
}
