import { readSettings, SettingsError, type Environment, type SettingInUse } from '@margo-registry/settings';
import { DEVELOPMENT_IDENTITIES } from './identities/development-identities.js';
import type { Identities } from './identities/identities.js';
import { readIdentities, readIdentitiesFile } from './identities/read-identities.js';
import { MockAuthSettings, SETTINGS_PREFIX } from './settings.js';
import { StartRefused } from './start-refused.js';

/** Everything that a start needs to know. */
export interface SetUp {
  readonly settings: MockAuthSettings;
  readonly identities: Identities;
  /** Sentences for the log. */
  readonly warnings: readonly string[];
}

/** Reads `MOCK_AUTH_SETTINGS` (YAML), the environment and the identities. @throws SettingsError, StartRefused */
export async function readSetUp(
  variables: Environment,
): Promise<SetUp & { readonly inUse: readonly SettingInUse[] }> {
  const { MOCK_AUTH_SETTINGS: file, ...environment } = variables;
  const { settings, warnings, inUse } = await readSettings(MockAuthSettings, {
    prefix: SETTINGS_PREFIX,
    environment,
    file,
  });
  checkProduction(environment.NODE_ENV, settings);
  const identities = await loadIdentities(settings.identities);
  return { settings, identities, warnings, inUse };
}

/** A mock that hands out tokens for known secrets has no business in production; a second yes is needed. */
export function checkProduction(nodeEnv: string | undefined, settings: MockAuthSettings): void {
  if (nodeEnv !== 'production' || settings.allowProduction !== undefined) return;
  throw new StartRefused(
    'NODE_ENV is production, and this is a mock: whoever reaches it gets any token. Use a real authorization server, ' +
      'or set MOCK_AUTH_ALLOW_PRODUCTION=yes-this-is-a-mock if this is a test environment all the same.',
  );
}

async function loadIdentities(path: string | undefined): Promise<Identities> {
  if (path === undefined) return readIdentities(DEVELOPMENT_IDENTITIES);
  try {
    return await readIdentitiesFile(path);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new StartRefused(`The identities in ${path} cannot be used:\n${error.message}`);
  }
}
