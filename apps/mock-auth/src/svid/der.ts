/** One value of DER (X.690): its tag, its content, and where the next one begins. */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  readonly end: number;
}

/** Reads the value at an offset. @throws RangeError for bytes that are not DER */
export function readDer(bytes: Buffer, offset = 0): DerValue {
  const [tag, first] = [bytes.readUInt8(offset), bytes.readUInt8(offset + 1)];
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(offset + 2, lengthBytes);
  const start = offset + 2 + lengthBytes;
  if (start + length > bytes.length) throw new RangeError('a DER value is longer than its surroundings');
  return { tag, content: bytes.subarray(start, start + length), end: start + length };
}

/** The values inside a constructed one. */
export function readDerList(bytes: Buffer): DerValue[] {
  const values: DerValue[] = [];
  for (let offset = 0; offset < bytes.length; offset = values.at(-1)?.end ?? bytes.length)
    values.push(readDer(bytes, offset));
  return values;
}

/** Writes a value. */
export function writeDer(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const hex = content.length.toString(16);
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  const head = content.length < 0x80 ? [tag, content.length] : [tag, 0x80 | length.length, ...length];
  return Buffer.concat([Buffer.from(head), content]);
}

/** Tags of X.690 that certificates use. */
export const DER = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
  uri: 0x86,
} as const;
