import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** Where a test keeps the certificate and the key of a registry. */
export class CertificateFolder {
  private constructor(readonly path: string) {}

  static async make(): Promise<CertificateFolder> {
    return new CertificateFolder(await mkdtemp(join(tmpdir(), 'margo-registry-tls-')));
  }

  /** What tells a registry to use the two files. */
  get environment(): Record<string, string> {
    return {
      REGISTRY_HTTP_TLS_CERT: join(this.path, 'server.crt'),
      REGISTRY_HTTP_TLS_KEY: join(this.path, 'server.key'),
    };
  }

  write(file: 'server.crt' | 'server.key', content: string): Promise<void> {
    return writeFile(join(this.path, file), content);
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true });
  }
}

export interface Pair {
  readonly cert: string;
  readonly private: string;
}

/** A self-signed certificate for 127.0.0.1 and its key, in PEM form. */
export function makePair(notAfterDate?: Date): Promise<Pair> {
  return generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    ...(notAfterDate && { notBeforeDate: new Date(0), notAfterDate }),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
}
