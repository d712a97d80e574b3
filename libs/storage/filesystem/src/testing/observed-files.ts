import type { FileHandle } from 'node:fs/promises';
import { NODE_FILE_FUNCTIONS, type FileFunctions } from '../file-functions.js';

export type FileCall =
  keyof FileFunctions | 'read' | 'write' | 'stat' | 'sync' | 'datasync' | 'close' | 'readFile';

/** Told before each call, with the path (of a handle: the one that was opened); what it throws, the call fails with. */
export type Observer = (call: FileCall, path: string, ...rest: unknown[]) => void | Promise<void>;

type AnyCall = (...all: unknown[]) => unknown;

/** The real file functions, watched by `observer`. */
export function observedFiles(observer: Observer): FileFunctions {
  const observed = Object.entries(NODE_FILE_FUNCTIONS).map(([name, call]) => [
    name,
    async (path: string, ...rest: unknown[]) => {
      await observer(name as FileCall, path, ...rest);
      const result = await (call as AnyCall)(path, ...rest);
      return name === 'open' ? observedHandle(result as FileHandle, path, observer) : result;
    },
  ]);
  return Object.fromEntries(observed) as FileFunctions;
}

function observedHandle(handle: FileHandle, path: string, observer: Observer): FileHandle {
  return new Proxy(handle, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return async (...rest: unknown[]) => {
        await observer(name as FileCall, path, ...rest);
        return (value as AnyCall).apply(target, rest);
      };
    },
  });
}
