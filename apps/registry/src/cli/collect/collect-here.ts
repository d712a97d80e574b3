import { pino, type Logger } from 'pino';
import { RequestMetrics } from '../../http/request-metrics.js';
import { CollectionMetrics } from '../../maintenance/collection-metrics.js';
import type { CollectionReport } from '../../maintenance/collection-report.js';
import { Collection } from '../../maintenance/collection.js';
import { DoomedLocations } from '../../maintenance/doomed-locations.js';
import type { RegistrySettings } from '../../settings.js';
import type { Stores } from '../../storage/stores.js';
import type { Terminal } from '../terminal.js';

/**
 * Collects in this process, beside replicas where there are any: their lease counts here too. Then deletes bytes whose time has come, as a
 * running registry does all the time.
 */
export async function collectHere(
  { metadata, blobs }: Stores,
  settings: RegistrySettings,
  { dryRun, err }: { readonly dryRun: boolean; readonly err: Terminal['err'] },
): Promise<CollectionReport> {
  const logger: Logger = pino({ level: 'warn' }, err);
  const metrics = new CollectionMetrics(new RequestMetrics(), metadata);
  const report = await new Collection(metadata, settings, logger, metrics).run({ dryRun });
  if (!dryRun) await new DoomedLocations(metadata, blobs, settings, logger).delete();
  return report;
}
