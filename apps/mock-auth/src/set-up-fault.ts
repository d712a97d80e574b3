import { SettingsError } from '@margo-registry/settings';
import { StartRefused } from './start-refused.js';

/** Whether an error is one of the set-up: its sentence is enough, a stack would only hide it. */
export const isSetUpFault = (error: unknown): error is Error =>
  error instanceof SettingsError || error instanceof StartRefused;
