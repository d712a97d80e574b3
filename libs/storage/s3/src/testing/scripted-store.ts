import type { UploadState } from '@margo-registry/storage-core';
import { S3BlobStore } from '../s3-blob-store.js';
import type { S3StoreOptions } from '../store-options.js';
import { ScriptedS3 } from './scripted-s3.js';

export const MEBI = 1024 * 1024;

/** Limits that a test can wait for, and that a busy machine does not run into by itself. */
export const SHORT_LIMITS = { call: 2000, silence: 1000, assembly: 2000, firstPause: 5, longestPause: 20 };

/** For tests of load, which must not end by the clock. */
export const PATIENT_LIMITS = { firstPause: 5, longestPause: 20 };

export const CREDENTIALS = { region: 'us-east-1', accessKey: 'key', secretKey: 'secret', pathStyle: true };

/** A store on a service that fails by script, with parts of 1 MiB. */
export class ScriptedStore {
  private constructor(
    readonly service: ScriptedS3,
    readonly store: S3BlobStore,
  ) {}

  static async start(options: Partial<S3StoreOptions> = {}): Promise<ScriptedStore> {
    const service = await ScriptedS3.start();
    const { endpoint } = service;
    const usual = { ...CREDENTIALS, endpoint, bucket: 'blobs', memory: 8 * MEBI, partSize: MEBI };
    return new ScriptedStore(service, new S3BlobStore({ ...usual, limits: SHORT_LIMITS, ...options }));
  }

  append(bytes: Uint8Array, state: UploadState = this.store.begin()): Promise<UploadState> {
    return this.store.append(state, oneChunk(bytes));
  }

  /** Location of a blob of these bytes. */
  async commit(bytes: Uint8Array): Promise<string> {
    return this.store.finish(await this.append(bytes), '');
  }

  async stop(): Promise<void> {
    await this.store.close();
    await this.service.stop();
  }
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
