import { BlockPool } from './block-pool.js';
import { Bucket } from './bucket.js';
import type { ConnectionOptions } from './connection.js';
import { Layout } from './layout.js';
import { DEFAULT_LIMITS, type Limits } from './limits.js';
import { partSizesFor } from './part-sizes.js';
import type { WriterContext } from './segment-writer.js';

const MEBI = 1024 * 1024;

export interface S3StoreOptions extends ConnectionOptions {
  readonly bucket: string;
  /** Path before every key, such as `registry/one`; none without it. */
  readonly prefix?: string;
  /** Origin in the URLs that are given away; `endpoint` without it. */
  readonly publicEndpoint?: string;
  /** Bytes that the buffers of all uploads hold together; 256 MiB without it. */
  readonly memory?: number;
  /** Bytes of the first parts; 16 MiB without it, and never below 5 MiB. */
  readonly partSize?: number;
  /** Parts of one object at most; 10,000 without it. */
  readonly mostParts?: number;
  /** Other time limits than the usual ones. */
  readonly limits?: Partial<Limits>;
}

/** Sends nothing. Throws a `RangeError` where the memory does not hold one part. */
export function writerContextOf(options: S3StoreOptions): WriterContext {
  const { memory = 256 * MEBI, partSize = 16 * MEBI } = options;
  if (memory < partSize)
    throw new RangeError(`memory of ${memory} bytes does not hold one part of ${partSize} bytes`);
  const partSizes = partSizesFor(partSize, memory);
  return {
    bucket: new Bucket(options.bucket, options, { ...DEFAULT_LIMITS, ...options.limits }),
    layout: new Layout(options.prefix),
    memory: new BlockPool(memory),
    partSizes: { ...partSizes, mostParts: options.mostParts ?? partSizes.mostParts },
  };
}
