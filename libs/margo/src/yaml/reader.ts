import { isAlias, isMap, isScalar, isSeq, type Document, type ParsedNode, type YAMLMap } from 'yaml';
import { quoted } from '../path.js';
import { type Span, refuse } from './fault.js';
import { DESCRIPTION_LIMITS } from './limits.js';
import { costOf, type Cost, type YamlEntry, type YamlValue } from './value.js';

const PLAIN_TAG = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;
const CORE_PREFIX = 'tag:yaml.org,2002:';
const MERGE_KEY = '<<';
const NOWHERE: Span = { start: 0, end: 1 };

type Node = ParsedNode | null | undefined;

/** Turns the document of the library into values that know their places. Every node is read once, aliases included. */
export class DocumentReader {
  /** What an anchor stands for so far; `undefined` while its own value is being read. */
  private readonly anchors = new Map<string, YamlValue | undefined>();
  private values = 0;
  private characters = 0;

  /** @throws YamlRefusal for foreign tags, aliases that lead nowhere, keys that stand twice, and excess */
  read(document: Document.Parsed): YamlValue {
    return this.readNode(document.contents as Node, NOWHERE);
  }

  private readNode(node: Node, around: Span): YamlValue {
    if (!node) return { span: around, plain: null, source: '', cost: costOf('') };
    const span = spanOf(node);
    if (isAlias(node)) return this.findAnchor(node.source, span);
    this.spend({ values: 1, characters: 0 }, span);
    checkTag(node.tag, span);
    if (node.anchor) this.anchors.set(node.anchor, undefined);
    const value = this.readContent(node, span);
    checkDepth(value.cost, span);
    if (node.anchor) this.anchors.set(node.anchor, value);
    return value;
  }

  private readContent(node: ParsedNode, span: Span): YamlValue {
    if (isMap(node)) return this.readMap(node, span);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.readNode(item as Node, span));
      return { span, items, plain: items.map(({ plain }) => plain), cost: costOf('', costsOf(items)) };
    }
    const plain: unknown = isScalar(node) ? node.value : null;
    const source = isScalar(node) ? (node.source ?? String(node.value)) : '';
    this.spend({ values: 0, characters: source.length }, span);
    return { span, plain, source, cost: costOf(source) };
  }

  private readMap(node: YAMLMap, span: Span): YamlValue {
    const entries = new Map<string, YamlEntry>();
    const merged: YamlValue[] = [];
    for (const pair of node.items) {
      const key = pair.key as ParsedNode | null;
      const keySpan = key ? spanOf(key) : span;
      const name = nameOf(key, keySpan);
      this.spend({ values: 1, characters: name.length }, keySpan);
      const value = this.readNode(pair.value as Node, keySpan);
      if (name === MERGE_KEY) merged.push(...(value.items ?? [value]));
      else if (entries.has(name)) refuseTwice(name, keySpan);
      else entries.set(name, { key: keySpan, value });
    }
    merged.forEach((value) => this.merge(value, entries));
    const costs = costsOf([...entries.values()].map(({ value }) => value));
    return { span, entries, plain: toObject(entries), cost: costOf([...entries.keys()].join(''), costs) };
  }

  private findAnchor(name: string, span: Span): YamlValue {
    const value = this.anchors.get(name);
    if (value) {
      this.spend(value.cost, span);
      return value;
    }
    const problem = this.anchors.has(name) ? 'stands inside its own anchor' : 'has no anchor before it';
    refuse('PKG-01', `The alias *${name.slice(0, 80)} ${problem}. Write the value out.`, span);
  }

  /** Keys of the merged mapping, as YAML libraries of other languages read `<<`: a key that is already there wins. */
  private merge(value: YamlValue, into: Map<string, YamlEntry>): void {
    if (!value.entries) {
      refuse('PKG-01', 'Only a mapping can be merged with `<<`. Write its keys out.', value.span);
    }
    this.spend(value.cost, value.span);
    for (const [name, entry] of value.entries) if (!into.has(name)) into.set(name, entry);
  }

  private spend({ values, characters }: Omit<Cost, 'depth'>, span: Span): void {
    this.values += values;
    this.characters += characters;
    if (this.values > DESCRIPTION_LIMITS.values) {
      const message = `The description has more than ${DESCRIPTION_LIMITS.values} keys and values. Use fewer values and aliases.`;
      refuse('PKG-09', message, span);
    }
    if (this.characters > DESCRIPTION_LIMITS.characters) {
      const message = `The texts stand for more than ${DESCRIPTION_LIMITS.characters} characters. Use fewer aliases.`;
      refuse('PKG-09', message, span);
    }
  }
}

function toObject(entries: ReadonlyMap<string, YamlEntry>): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, { value }] of entries) {
    // A key such as `__proto__` is a key and nothing else.
    Object.defineProperty(object, name, {
      value: value.plain,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return object;
}

function nameOf(key: ParsedNode | null, span: Span): string {
  if (!isScalar(key)) refuse('PKG-01', 'A key must be a text. Write a word before the colon.', span);
  checkTag(key.tag, span);
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function checkTag(tag: string | undefined, span: Span): void {
  if (tag === undefined || tag === '!' || PLAIN_TAG.test(tag)) return;
  refuse(
    'PKG-01',
    `The tag ${quoted(tag.replace(CORE_PREFIX, '!!'))} is not plain data. Take the tag out and write the value itself.`,
    span,
  );
}

function checkDepth({ depth }: Cost, span: Span): void {
  if (depth <= DESCRIPTION_LIMITS.depth) return;
  const message = `Mappings and lists are nested more than ${DESCRIPTION_LIMITS.depth} deep. Use fewer aliases.`;
  refuse('PKG-09', message, span);
}

function refuseTwice(name: string, span: Span): never {
  refuse('PKG-01', `The key ${quoted(name)} stands twice in this mapping. Keep one of them.`, span);
}

function spanOf(node: ParsedNode): Span {
  const [start, end] = node.range;
  return { start, end };
}

function costsOf(values: readonly YamlValue[]): Cost[] {
  return values.map(({ cost }) => cost);
}
