import type { Path } from './path.js';
import type { YamlValue } from './yaml/value.js';

/** A place of a description, there or not: what is asked of an absent or differently shaped value is empty. */
export class Cursor {
  constructor(
    readonly path: Path,
    private readonly value: YamlValue | undefined,
  ) {}

  at(...steps: string[]): Cursor {
    const value = steps.reduce<YamlValue | undefined>(
      (around, step) => around?.entries?.get(step)?.value,
      this.value,
    );
    return new Cursor([...this.path, ...steps], value);
  }

  /** False for a key without a value too. */
  get exists(): boolean {
    return this.value !== undefined && this.value.plain !== null;
  }

  get plain(): unknown {
    return this.value?.plain;
  }

  /** The text, where the value is one. */
  get text(): string | undefined {
    return typeof this.plain === 'string' ? this.plain : undefined;
  }

  /** The number, where the value is one. */
  get number(): number | undefined {
    return typeof this.plain === 'number' ? this.plain : undefined;
  }

  /** A scalar as it is written, without quotes. */
  get source(): string | undefined {
    return this.value?.source;
  }

  items(): Cursor[] {
    return (this.value?.items ?? []).map((item, index) => new Cursor([...this.path, index], item));
  }

  get isList(): boolean {
    return this.value?.items !== undefined;
  }

  has(key: string): boolean {
    return this.value?.entries?.has(key) ?? false;
  }

  names(): string[] {
    return [...(this.value?.entries?.keys() ?? [])];
  }

  follow(path: Path): Cursor {
    const value = path.reduce<YamlValue | undefined>(
      (around, step) =>
        typeof step === 'number' ? around?.items?.[step] : around?.entries?.get(step)?.value,
      this.value,
    );
    return new Cursor([...this.path, ...path], value);
  }
}
