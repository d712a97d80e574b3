import { validate } from 'class-validator';
import { mustBe, sentenceOf } from './fault-sentence.js';
import { listKeys, type Key } from './key.js';
import { nearestOrAll } from './nearest-name.js';
import { findOrigin, placeInList, variableOfKey, type Origin, type Place } from './origin.js';
import { settingInUse, type SettingInUse } from './setting-in-use.js';
import type { SettingsClass } from './setting.js';
import type { Fault } from './settings-error.js';
import { isMapping } from './settings-file.js';
import { readValue } from './value.js';
import { pathOf } from './variable.js';

/** What was read for one key. */
interface Reading {
  key: Key;
  origin: Origin;
  value?: unknown;
  faults: Fault[];
}

/** What came out of a class and a place. The instance counts only without faults. */
export interface Filled<T> {
  settings: T;
  faults: Fault[];
  inUse: SettingInUse[];
}

/** An instance with everything that was found, who said it, and what was wrong with it. */
export async function fill<T extends object>(shape: SettingsClass<T>, place: Place): Promise<Filled<T>> {
  const settings = new shape();
  const standards = { ...settings } as Record<string, unknown>;
  const keys = listKeys(shape);
  const readings = await Promise.all(keys.map((key) => readKey(key, place)));
  const found = readings.filter(({ value }) => value !== undefined);
  Object.assign(settings, Object.fromEntries(found.map(({ key, value }) => [key.name, value])));
  const broken = await checkRules(settings, readings, place);
  return {
    settings,
    faults: [...checkFileKeys(place, keys), ...readings.flatMap(({ faults }) => faults), ...broken],
    inUse: readings.map(({ key, origin, value }) =>
      settingInUse(key, place, origin, { value, standard: standards[key.name] }),
    ),
  };
}

async function readKey(key: Key, place: Place): Promise<Reading> {
  const origin = await findOrigin(key, place);
  const refuse = (sentence: string): Reading => ({
    key,
    origin,
    faults: [faultOf(key, place, origin, sentence)],
  });
  if (origin.fault) return refuse(origin.fault);
  if (origin.raw === undefined) return { key, origin, faults: [] };
  if (key.kind === 'structures' && Array.isArray(origin.raw)) {
    return { key, origin, ...(await readStructures(key, place, origin.raw)) };
  }
  const value = readValue(origin.raw, key);
  return value === undefined ? refuse(mustBe(key, origin.raw)) : { key, origin, value, faults: [] };
}

async function readStructures(
  key: Key,
  place: Place,
  items: readonly unknown[],
): Promise<Pick<Reading, 'value' | 'faults'>> {
  const shape = key.mark.item?.() ?? Object;
  const path = pathOf(place.path, key.name);
  const filled = await Promise.all(
    items.map((item, index) => fill(shape, placeInList(path, index, item ?? 'nothing'))),
  );
  return { value: filled.map(({ settings }) => settings), faults: filled.flatMap(({ faults }) => faults) };
}

function checkFileKeys(place: Place, keys: readonly Key[]): Fault[] {
  const refuse = (key: string, fault: string): Fault => ({ variable: '', key, fault, from: 'file' });
  if (place.file === undefined || place.file === null) return [];
  if (!isMapping(place.file)) return [refuse(place.path, 'must be a mapping of keys to values')];
  if (place.others === 'any') return [];
  const known = [...keys.map((key) => key.name), ...place.others];
  return Object.keys(place.file)
    .filter((name) => !known.includes(name))
    .map((name) => refuse(pathOf(place.path, name), `is not a setting${nearestOrAll(name, known)}`));
}

/** Faults of the rules of class-validator; a key that could not be read has its fault already, and a word is right. */
async function checkRules(settings: object, readings: readonly Reading[], place: Place): Promise<Fault[]> {
  const broken = await validate(settings, { forbidUnknownValues: false });
  return readings.flatMap(({ key, origin, value, faults }) => {
    const error = broken.find(({ property, constraints }) => property === key.name && constraints);
    if (!error || faults.length > 0 || key.words.includes(String(value ?? error.value))) return [];
    return [faultOf(key, place, origin, sentenceOf(key, error, origin.raw))];
  });
}

function faultOf(key: Key, place: Place, { from }: Origin, fault: string): Fault {
  const example = key.mark.example;
  const where = { variable: variableOfKey(key, place), key: pathOf(place.path, key.name), from };
  return { ...where, fault, ...(example === undefined ? {} : { example }) };
}
