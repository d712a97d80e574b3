import { SettingsError, type Environment, type Fault, type SettingsReport } from '@margo-registry/settings';
import { readSetUp } from './set-up.js';
import { StartRefused } from './start-refused.js';

/** What a start with these variables would find before it listens: what is wrong, or every value and who said it. */
export async function checkSettings(variables: Environment): Promise<SettingsReport> {
  try {
    const { warnings, inUse } = await readSetUp(variables);
    return { faults: [], warnings, inUse };
  } catch (error) {
    return { faults: faultsOf(error), warnings: [], inUse: [] };
  }
}

function faultsOf(error: unknown): readonly Fault[] {
  if (error instanceof SettingsError) return error.faults;
  if (error instanceof StartRefused)
    return [{ variable: '', key: '', fault: error.message, from: 'environment' }];
  throw error;
}
