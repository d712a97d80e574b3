import { SettingsError, type Environment, type Fault, type SettingsReport } from '@margo-registry/settings';
import { PluginError } from '@margo-registry/storage-core';
import { driverFault, readSetUp } from './set-up.js';
import { listRefusals } from './start-checks.js';

/**
 * What a start with these variables would find, up to the moment when it opens its stores: everything that is wrong, or
 * every value and who said it.
 */
export async function checkSettings(variables: Environment): Promise<SettingsReport> {
  try {
    const { settings, warnings, inUse } = await readSetUp(variables);
    const faults = (await listRefusals(settings)).flatMap((text) => text.split('\n')).map(refusal);
    return { faults, warnings, inUse: faults.length > 0 ? [] : inUse };
  } catch (error) {
    return { faults: faultsOf(error), warnings: [], inUse: [] };
  }
}

const refusal = (fault: string): Fault => ({ variable: '', key: '', fault, from: 'environment' });

function faultsOf(error: unknown): readonly Fault[] {
  if (error instanceof SettingsError) return error.faults;
  if (error instanceof PluginError) return [driverFault(error)];
  throw error;
}
