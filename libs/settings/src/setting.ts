import 'reflect-metadata';

/** A class whose instances hold settings; its property defaults are the settings' defaults. */
export type SettingsClass<T extends object = object> = new () => T;

export interface SettingOptions {
  /** One sentence for the reference page: what the value does. */
  describe: string;
  /** A value as one would write it in the environment. */
  example?: string;
  /** Printed as `[hidden]`, never shown in a fault, and also readable from the file named by `<VARIABLE>_FILE`. */
  secret?: boolean;
  /** Unit of a plain number, such as `requests`; sizes and times carry theirs in the value. */
  unit?: string;
}

export interface SectionOptions {
  describe?: string;
  /** True where another class, chosen by a value, owns further keys: they are then left to `readSection`. */
  open?: boolean;
}

/** What the decorators of one property said. */
export interface Mark extends Partial<SettingOptions>, SectionOptions {
  measure?: 'bytes' | 'duration';
  words?: readonly string[];
  section?: () => SettingsClass;
  item?: () => SettingsClass;
}

// A registered symbol, so that a plug-in with its own copy of this package still describes its secrets to ours.
const MARKS = Symbol.for('@margo-registry/settings/marks');

type Marked = { [MARKS]?: Record<string, Mark> };

/** Marks of a class and its ancestors, by property, in the order of declaration. */
export function marksOf(shape: SettingsClass): Readonly<Record<string, Mark>> {
  return (shape.prototype as Marked)[MARKS] ?? {};
}

function mark(facts: Mark): PropertyDecorator {
  return (target, property) => {
    const marked = target as Marked;
    const inherited = marked[MARKS] ?? {};
    const name = String(property);
    marked[MARKS] = { ...inherited, [name]: { ...inherited[name], ...facts } };
  };
}

/** A group of keys: `http` in the file, `<PREFIX>_HTTP_…` in the environment. */
export const Section = (shape: () => SettingsClass, options: SectionOptions = {}): PropertyDecorator =>
  mark({ section: shape, ...options });

/** One value: `http.publicUrl` in the file, `<PREFIX>_HTTP_PUBLIC_URL` in the environment. */
export const Setting = (options: SettingOptions): PropertyDecorator => mark(options);

/** A size such as `32KiB`, held as a number of bytes. Each of `words` (such as `off`) is accepted as it stands. */
export const Bytes = (options: { words?: readonly string[] } = {}): PropertyDecorator =>
  mark({ measure: 'bytes', words: options.words ?? [] });

/** A time such as `15m`, held in milliseconds. Each of `words` (such as `never`) is accepted as it stands. */
export const Duration = (options: { words?: readonly string[] } = {}): PropertyDecorator =>
  mark({ measure: 'duration', words: options.words ?? [] });

/** A list of structures, each an instance of `item`. It has no variable: only the file can say it. */
export const FileOnly = (item: () => SettingsClass): PropertyDecorator => mark({ item });
