/** Parts of plain data of any shape: what is not as expected is absent. */

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as Readonly<Record<string, unknown>>) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text itself, undefined for an empty one. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Different texts of a list, in their order. */
export function textsOf(values: readonly unknown[]): readonly string[] {
  return [...new Set(values.map(textOf).filter((text) => text !== undefined))];
}
