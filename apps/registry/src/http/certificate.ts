import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { StartRefused } from '../start-refused.js';
import type { HttpSettings } from './http-settings.js';

/** A PEM certificate chain and its private key, known to belong together. */
export interface CertificatePair {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** Until when the first certificate of the chain may be shown. */
  readonly validTo: Date;
}

/** Where the two files are; undefined without TLS. Throws {@link StartRefused} when only one of them is set. */
export function certificateFiles(settings: HttpSettings): { cert: string; key: string } | undefined {
  const { tlsCert: cert, tlsKey: key } = settings;
  if (cert === undefined && key === undefined) return undefined;
  if (cert !== undefined && key !== undefined) return { cert, key };
  throw new StartRefused(
    'TLS needs both REGISTRY_HTTP_TLS_CERT and REGISTRY_HTTP_TLS_KEY; set the missing one or neither.',
  );
}

/**
 * Reads both files. Undefined without TLS. Throws {@link StartRefused} where one is missing, cannot be read, is not PEM, or
 * where the key belongs to another certificate. Says nothing about dates: those depend on the moment of use.
 */
export function readCertificatePair(settings: HttpSettings): CertificatePair | undefined {
  const files = certificateFiles(settings);
  if (files === undefined) return undefined;
  const cert = readPem('REGISTRY_HTTP_TLS_CERT', files.cert);
  const key = readPem('REGISTRY_HTTP_TLS_KEY', files.key);
  const certificate = parse(
    'REGISTRY_HTTP_TLS_CERT',
    files.cert,
    'certificate',
    () => new X509Certificate(cert),
  );
  const privateKey = parse('REGISTRY_HTTP_TLS_KEY', files.key, 'private key', () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new StartRefused(
      `The key in ${files.key} belongs to another certificate than the first one in ${files.cert}. ` +
        'Put the certificate of this server first, its issuers after it.',
    );
  }
  return { cert, key, validTo: new Date(certificate.validTo) };
}

function readPem(variable: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new StartRefused(
      `${variable} names ${path}, which cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
}

function parse<Parsed>(variable: string, path: string, what: string, read: () => Parsed): Parsed {
  try {
    return read();
  } catch {
    throw new StartRefused(
      `${variable} names ${path}, which holds no ${what} in PEM form without a passphrase.`,
    );
  }
}
