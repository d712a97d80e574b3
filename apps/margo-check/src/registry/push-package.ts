import type { BuiltPackage } from '@margo-registry/margo';
import type { RegistryClient } from './registry-client.js';

/** What a push says while it runs. */
export interface PushProgress {
  begin(bytes: number): void;
  /** One blob is there: it was sent, or the registry had it. */
  advance(name: string, bytes: number, wasThere: boolean): void;
  end(): void;
}

/** Sends what the registry does not have, then the manifest by its tag. Resolves with the registry's warnings. */
export async function pushPackage(
  { config, layers, manifest }: BuiltPackage,
  { client, tag, progress }: { client: RegistryClient; tag: string; progress: PushProgress },
): Promise<string[]> {
  const blobs = [...layers, { ...config, path: 'the empty config' }];
  progress.begin(blobs.reduce((sum, { bytes }) => sum + bytes.length, manifest.length));
  try {
    for (const { digest, bytes, path } of blobs) {
      const wasThere = await client.hasBlob(digest);
      if (!wasThere) await client.pushBlob(digest, bytes);
      progress.advance(path, bytes.length, wasThere);
    }
    const warnings = await client.pushManifest(tag, manifest);
    progress.advance('the manifest', manifest.length, false);
    return warnings;
  } finally {
    progress.end();
  }
}
