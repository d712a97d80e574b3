import { link, lstat, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';

/** The calls that the driver makes on the file system; tests bring their own to count them or to let them fail. */
export const NODE_FILE_FUNCTIONS = { link, lstat, mkdir, open, readdir, rename, unlink };

export type FileFunctions = typeof NODE_FILE_FUNCTIONS;
