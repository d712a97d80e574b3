/** Injection tokens of the two stores and of the settings; named like the ports. */
export const BLOB_STORE = Symbol('BLOB_STORE');
export const METADATA = Symbol('METADATA');
export const SETTINGS = Symbol('SETTINGS');
