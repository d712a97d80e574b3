/** A place in a settings file; line and column count from one. */
export interface Position {
  /** Path as it was given. */
  file: string;
  line: number;
  column: number;
}

/** One thing that is wrong with the settings. */
export interface Fault {
  /** Name of the environment variable; empty where only the file can say the value. */
  variable: string;
  /** Path in the settings file, such as `http.port`; empty where several keys together cannot work. */
  key: string;
  /** What is wrong, after the name and a colon. */
  fault: string;
  /** A value that would be right, where one is known. */
  example?: string;
  /** Where the wrong value stands; a missing value is looked for in the environment. */
  from: 'environment' | 'file';
  /** Where it stands in the file. */
  position?: Position;
}

/** Everything that is wrong with the settings, one line for each fault. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(lineOf).join('\n'));
  }
}

/** `registry.yaml:3:5`, as editors and compilers write it. */
export function formatPosition({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}

/** `http.port: must be … (got "abc"), for example 5000`, without the place. */
export function sentenceOfFault({ variable, key, fault, example, from }: Fault): string {
  const name = from === 'environment' && variable ? variable : key;
  const sentence = name ? `${name}: ${fault}` : fault;
  return `${sentence}${example === undefined ? '' : `, for example ${example}`}`;
}

function lineOf(fault: Fault): string {
  const sentence = sentenceOfFault(fault);
  return fault.position ? `${sentence} (at ${formatPosition(fault.position)})` : sentence;
}
