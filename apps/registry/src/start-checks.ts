import { checkAccess } from './access/check-access.js';
import { HtpasswdFile } from './access/token-service/htpasswd-file.js';
import { readCertificatePair } from './http/certificate.js';
import type { RegistrySettings } from './settings.js';
import { StartRefused } from './start-refused.js';

type Check = (settings: RegistrySettings) => unknown;

/** What is looked at before a store is opened; each throws {@link StartRefused}. */
const CHECKS: readonly Check[] = [
  checkAccess,
  checkWorkers,
  ({ http }) => readCertificatePair(http),
  readAccounts,
];

/** Sentences about settings that are each right and cannot work together, or that name files which cannot be used. */
export async function listRefusals(settings: RegistrySettings): Promise<string[]> {
  const ended = await Promise.allSettled(CHECKS.map(async (check) => check(settings)));
  return ended.flatMap((one) => (one.status === 'rejected' ? [sentenceOf(one.reason)] : []));
}

function sentenceOf(reason: unknown): string {
  if (reason instanceof StartRefused) return reason.message;
  throw reason;
}

/** Mode none asks nobody for a password, and reads no accounts. */
async function readAccounts({ access: { mode, htpasswd } }: RegistrySettings): Promise<void> {
  if (mode === 'bearer' && htpasswd !== undefined) await HtpasswdFile.open(htpasswd, () => undefined);
}

function checkWorkers({ http, metadata }: RegistrySettings): void {
  if (http.workers === 1) return;
  const remedy =
    metadata.driver === 'sqlite'
      ? 'but one process holds a sqlite file'
      : 'but a registry is one process; start further replicas on the same stores instead';
  throw new StartRefused(
    `REGISTRY_HTTP_WORKERS is ${http.workers}, ${remedy}. Set it to 1, or leave it out.`,
  );
}
