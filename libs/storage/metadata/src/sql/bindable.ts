/** Throws a `TypeError` for what no column can hold. libsql would end the process for a boolean, and pg takes undefined for null. */
export function checkBindable(value: unknown): void {
  const type = typeof value;
  if (type === 'string' || type === 'number' || value === null || value instanceof Uint8Array) return;
  throw new TypeError(`A statement was given a value of type ${type}; give text, a number, bytes or null.`);
}
