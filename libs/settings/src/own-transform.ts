import 'reflect-metadata';
import { isDeepStrictEqual } from 'node:util';
import { plainToInstance } from 'class-transformer';
import type { SettingsClass } from './setting.js';

/**
 * What a class makes of a raw value by class-transformer's `@Type` or `@Transform`, or undefined where it makes nothing
 * of it. A plug-in's class may read its sizes that way; it cannot know the decorators of this library.
 */
export function transformByClass(shape: SettingsClass, name: string, raw: unknown): unknown {
  try {
    const instance = plainToInstance(shape, { [name]: raw }) as Record<string, unknown>;
    const value = instance[name];
    return Number.isNaN(value) || isDeepStrictEqual(value, raw) ? undefined : value;
  } catch {
    // A transform that throws does not understand the value: the rules of the key then say what is wanted.
    return undefined;
  }
}
