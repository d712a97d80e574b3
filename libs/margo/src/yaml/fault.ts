/** Part of a text, as offsets in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Why a text is not read as a description at all. */
export interface YamlFault {
  readonly rule: 'PKG-01' | 'PKG-09';
  readonly message: string;
  readonly span?: Span;
}

/** Stops the reading of a document; caught by `readDescription` only. */
export class YamlRefusal extends Error {
  constructor(readonly fault: YamlFault) {
    super(fault.message);
  }
}

export function refuse(rule: YamlFault['rule'], message: string, span?: Span): never {
  throw new YamlRefusal({ rule, message, span });
}
