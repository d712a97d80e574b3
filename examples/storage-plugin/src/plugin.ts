import { BlobServiceClient, StorageRetryPolicyType, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { StoragePlugin } from '@margo-registry/storage-core';
import { AzureBlobStore } from './azure-blob-store.js';
import { DRIVER, toStorageError } from './azure-error.js';
import { ask } from './patience.js';
import { AzureSettings } from './settings.js';

/** Each request is sent up to four times, within a few seconds. */
const RETRIES = {
  retryPolicyType: StorageRetryPolicyType.EXPONENTIAL,
  maxTries: 4,
  retryDelayInMs: 200,
  maxRetryDelayInMs: 2000,
};

export const plugin: StoragePlugin<AzureSettings> = {
  name: DRIVER,
  portVersion: 1,
  settings: AzureSettings,
  async open({ endpoint, account, accessKey, container, prefix }) {
    const credential = new StorageSharedKeyCredential(account, accessKey);
    const service = new BlobServiceClient(endpoint, credential, { retryOptions: RETRIES });
    const client = service.getContainerClient(container);
    const store = new AzureBlobStore(client, prefix);
    try {
      await ask((options) => client.createIfNotExists(options));
      await store.ping();
      return store;
    } catch (cause) {
      const reason = toStorageError(cause, { operation: 'open' }).message.replace(/^\w+: \w+: /, '');
      throw new Error(
        `blobs cannot be kept in the container ${container} at ${endpoint}: ${reason}. ` +
          'Check endpoint, account and access key, and that the account may write there.',
        { cause },
      );
    }
  },
};
