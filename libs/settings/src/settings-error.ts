/** One thing that is wrong with the settings. */
export interface Fault {
  /** Name of the environment variable; empty where only the file can say the value. */
  variable: string;
  /** Path in the settings file, such as `http.port`. */
  key: string;
  /** What is wrong, after the name and a colon. */
  fault: string;
  /** A value that would be right, where one is known. */
  example?: string;
  /** Where the wrong value stands; a missing value is looked for in the environment. */
  from: 'environment' | 'file';
}

/** Everything that is wrong with the settings, one line for each fault. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(lineOf).join('\n'));
  }
}

function lineOf({ variable, key, fault, example, from }: Fault): string {
  const name = from === 'environment' && variable ? variable : key;
  return `${name}: ${fault}${example === undefined ? '' : `, for example ${example}`}`;
}
