import 'reflect-metadata';
import { getMetadataStorage } from 'class-validator';
import { transformByClass } from './own-transform.js';
import { marksOf, type Mark, type SettingsClass } from './setting.js';

export type KeyKind = 'text' | 'number' | 'boolean' | 'bytes' | 'duration' | 'list' | 'structures';

/** One key of a settings class, whoever wrote the class. */
export interface Key {
  name: string;
  kind: KeyKind;
  /** Words that are accepted beside a size or a time. */
  words: readonly string[];
  secret: boolean;
  mark: Mark;
  constraints: readonly Constraint[];
  /** What the class itself makes of a raw value; only for keys without our decorators. */
  transform?: (raw: unknown) => unknown;
}

/** A class-validator rule of a key: its name, such as `isInt`, and its arguments. */
export interface Constraint {
  name: string;
  arguments: readonly unknown[];
  /** Whether it is a rule of the items of a list. */
  each: boolean;
  /** Whether the class has its own sentence for this rule. */
  hasMessage: boolean;
}

export interface SectionOfKeys {
  name: string;
  shape: SettingsClass;
  open: boolean;
}

/** Sections of a settings class, in the order of declaration. */
export function listSections(shape: SettingsClass): SectionOfKeys[] {
  return Object.entries(marksOf(shape)).flatMap(([name, { section, open }]) =>
    section ? [{ name, shape: section(), open: open === true }] : [],
  );
}

/**
 * Keys of a settings class without its sections: what carries a decorator of ours or of class-validator, or has a
 * default. The latter two are all that a plug-in of somebody else offers.
 */
export function listKeys(shape: SettingsClass): Key[] {
  const marks = marksOf(shape);
  const defaults = new shape() as Record<string, unknown>;
  const constraints = constraintsOf(shape);
  const names = new Set([...Object.keys(marks), ...constraints.keys(), ...Object.keys(defaults)]);
  return [...names]
    .filter((name) => !marks[name]?.section)
    .map((name) => {
      const mark = marks[name] ?? {};
      const rules = constraints.get(name) ?? [];
      const kind = mark.measure ?? (mark.item ? 'structures' : kindOf(shape, name, rules, defaults[name]));
      const key = {
        name,
        kind,
        words: mark.words ?? [],
        secret: isSecret(name, mark),
        mark,
        constraints: rules,
      };
      return marks[name] ? key : { ...key, transform: (raw) => transformByClass(shape, name, raw) };
    });
}

/** A class without our decorators cannot declare its secrets: then the name says it. */
function isSecret(name: string, mark: Mark): boolean {
  return (
    mark.secret ??
    (mark.describe === undefined && /secret|passw|token|credential|(access|private)key/i.test(name))
  );
}

function constraintsOf(shape: SettingsClass): Map<string, Constraint[]> {
  const byProperty = new Map<string, Constraint[]>();
  for (const rule of getMetadataStorage().getTargetValidationMetadatas(shape, '', false, false)) {
    const rules = byProperty.get(rule.propertyName) ?? [];
    const name = rule.name ?? rule.type;
    rules.unshift({
      name,
      arguments: rule.constraints ?? [],
      each: Boolean(rule.each),
      hasMessage: Boolean(rule.message),
    });
    byProperty.set(rule.propertyName, rules);
  }
  return byProperty;
}

const KIND_OF_RULE: Readonly<Record<string, KeyKind>> = {
  isInt: 'number',
  isNumber: 'number',
  min: 'number',
  max: 'number',
  isPositive: 'number',
  isBoolean: 'boolean',
  isArray: 'list',
  arrayUnique: 'list',
};

/** The declared type, else the type of the default, else what the rules ask for (a class in plain JavaScript). */
function kindOf(shape: SettingsClass, name: string, rules: readonly Constraint[], value: unknown): KeyKind {
  const declared: unknown = Reflect.getMetadata('design:type', shape.prototype, name);
  if (declared === Number || typeof value === 'number') return 'number';
  if (declared === Boolean || typeof value === 'boolean') return 'boolean';
  if (declared === Array || Array.isArray(value)) return 'list';
  if (declared === String || typeof value === 'string') return 'text';
  return rules.map((rule) => KIND_OF_RULE[rule.name]).find((kind) => kind !== undefined) ?? 'text';
}
