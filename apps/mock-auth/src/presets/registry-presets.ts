import { PATHS } from '../http/endpoints.js';
import type { JWK } from 'jose';
import type { IssuerPlace, PresetFile } from './preset.js';

interface RegistryPreset {
  readonly describe: string;
  readonly environment: (place: IssuerPlace) => Record<string, string>;
  readonly files?: (keys: readonly JWK[]) => readonly PresetFile[];
}

/** Registries under test: what they must be told so that they trust this issuer. */
export const REGISTRY_PRESETS = {
  'margo-registry': {
    describe: 'Margo Registry in bearer mode: JWTs by JWKS, opaque tokens by introspection, logins relayed.',
    environment: ({ issuer, audience, endpoint }) => ({
      REGISTRY_ACCESS_MODE: 'bearer',
      REGISTRY_ACCESS_ISSUER: issuer,
      REGISTRY_ACCESS_AUDIENCE: audience,
      REGISTRY_ACCESS_JWKS_URL: endpoint(PATHS.jwks),
      REGISTRY_ACCESS_INTROSPECTION_URL: endpoint(PATHS.introspect),
      REGISTRY_ACCESS_TOKEN_URL: endpoint(PATHS.dockerToken),
      REGISTRY_ACCESS_TOKEN_KIND: 'docker',
      REGISTRY_ACCESS_CLIENT_ID: 'registry',
      REGISTRY_ACCESS_CLIENT_SECRET: 'registry-secret',
    }),
  },
  distribution: {
    describe:
      'CNCF Distribution 3: verifies JWTs by a file of keys that it reads at its start, so restart it after a rotation.',
    environment: ({ issuer, audience, endpoint }) => ({
      REGISTRY_AUTH: 'token',
      REGISTRY_AUTH_TOKEN_REALM: endpoint(PATHS.dockerToken),
      REGISTRY_AUTH_TOKEN_SERVICE: audience,
      REGISTRY_AUTH_TOKEN_ISSUER: issuer,
      REGISTRY_AUTH_TOKEN_JWKS: 'jwks.json',
    }),
    files: (keys) => [{ name: 'jwks.json', content: `${JSON.stringify({ keys }, null, 2)}\n` }],
  },
} satisfies Record<string, RegistryPreset>;

export type RegistryPresetName = keyof typeof REGISTRY_PRESETS;
