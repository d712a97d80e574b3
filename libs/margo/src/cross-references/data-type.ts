/** `string` of `array[string]`; any other type is its own. */
export function baseType(type: string): string {
  return /^array\[(.+)\]$/.exec(type)?.[1] ?? type;
}

export function isListType(type: string): boolean {
  return type.startsWith('array[');
}

/** Whether a value of the document is of a base type; every integer is a double. */
export function isOfType(value: unknown, base: string): boolean {
  switch (base) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value);
    case 'double':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return true;
  }
}

/** Whether a text, as people type it, can be read as a value of a type. */
export function fitsType(text: string, type: string): boolean {
  switch (baseType(type)) {
    case 'integer':
      return /^[+-]?\d+$/.test(text);
    case 'double':
      return text.trim() !== '' && Number.isFinite(Number(text));
    case 'boolean':
      return text === 'true' || text === 'false';
    default:
      return true;
  }
}
