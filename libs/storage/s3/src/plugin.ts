import { readFile } from 'node:fs/promises';
import type { StoragePlugin } from '@margo-registry/storage-core';
import { DRIVER } from './s3-error.js';
import { S3Settings } from './settings.js';

export const plugin: StoragePlugin<S3Settings> = {
  name: DRIVER,
  portVersion: 1,
  settings: S3Settings,
  async open(settings) {
    // A registry without a bucket needs no S3 client: it is a fifth of the time of a start.
    const { S3BlobStore } = await import('./s3-blob-store.js');
    const store = new S3BlobStore({ ...settings, ca: await readCertificates(settings.ca) });
    try {
      await store.ping();
      return store;
    } catch (cause) {
      await store.close();
      const reason = (cause as Error).message.replace(/^\w+: \w+: /, '');
      throw new Error(`blobs cannot be kept at ${settings.endpoint}: ${reason}.`, { cause });
    }
  },
};

async function readCertificates(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const pem = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`the certificates in ${path} cannot be read (${cause.code}); correct \`ca\`.`, { cause });
  });
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  throw new Error(`${path} holds no certificate in PEM; correct \`ca\`.`);
}
