import { startMockAuth } from '@margo-registry/mock-auth';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Local rules that allow what the programme does, and no more. */
const RULES = `access:
  rules:
    - subject: admin
      repository: conformance/*
      actions: [pull, push, delete]
`;

/**
 * An authorization server whose tokens the registry asks for, and rules of its own beside them.
 *
 * @returns {Promise<{ registry: Record<string, string>, programme: Record<string, string>, stop: () => Promise<void> }>}
 *   variables for the registry and for the programme
 */
export async function startAccess() {
  const folder = await mkdtemp(join(tmpdir(), 'margo-conformance-access-'));
  const auth = await startMockAuth();
  const file = join(folder, 'settings.yaml');
  await writeFile(file, RULES);
  return {
    registry: {
      REGISTRY_SETTINGS: file,
      REGISTRY_ACCESS_MODE: 'bearer',
      REGISTRY_ACCESS_ISSUER: auth.issuer,
      REGISTRY_ACCESS_REALM: `${auth.url}/token`,
      REGISTRY_ACCESS_JWKS_URL: `${auth.url}/.well-known/jwks.json`,
    },
    programme: { OCI_USERNAME: 'admin', OCI_PASSWORD: 'admin-secret' },
    stop: async () => {
      await auth.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
