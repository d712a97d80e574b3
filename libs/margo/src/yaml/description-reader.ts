import { parseDocument } from './document.js';
import { YamlRefusal, type YamlFault, refuse } from './fault.js';
import { DocumentReader } from './reader.js';
import { DescriptionSource } from './source.js';
import { checkText, decodeText } from './text.js';
import type { YamlValue } from './value.js';

/** A description as far as YAML goes: a mapping, or the reason why it is none. */
export interface ReadDescription {
  readonly source: DescriptionSource;
  readonly root?: YamlValue;
  readonly fault?: YamlFault;
}

/** Reads hostile bytes within limits; throws nothing. */
export function readDescription(bytes: Uint8Array): ReadDescription {
  let text = '';
  try {
    text = decodeText(bytes);
    checkText(bytes, text);
    const root = new DocumentReader().read(parseDocument(text));
    if (!root.entries)
      refuse('PKG-01', 'The description is not a mapping. Begin with keys such as `apiVersion:`.');
    return { source: new DescriptionSource(text, root), root };
  } catch (error) {
    return { source: new DescriptionSource(text), fault: faultOf(error) };
  }
}

function faultOf(error: unknown): YamlFault {
  if (error instanceof YamlRefusal) return error.fault;
  const message = 'This is not YAML that can be read. Check it with a YAML parser and write it more simply.';
  return { rule: 'PKG-01', message };
}
