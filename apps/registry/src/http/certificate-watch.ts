import { statSync } from 'node:fs';
import type { Server } from 'node:https';
import type { Logger } from 'pino';
import { StartRefused } from '../start-refused.js';
import { certificateFiles, readCertificatePair } from './certificate.js';
import type { HttpSettings } from './http-settings.js';

/** Milliseconds between two looks. Looking works with links that are swapped and on network file systems, events do not. */
const LOOK_EVERY = 2000;

/**
 * Takes a renewed certificate while the registry runs. Open connections go on with the one that they were greeted with; a
 * pair with a fault leaves the one in use where it is, and the log says why.
 */
export class CertificateWatch {
  private taken: string;
  private seen: string;
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly server: Server,
    private readonly settings: HttpSettings,
    private readonly logger: Logger,
  ) {
    this.taken = this.seen = fingerprint(settings);
    this.warnOfDates(readCertificatePair(settings)!.validTo);
    this.timer = setInterval(() => this.look(), LOOK_EVERY).unref();
  }

  /** Undefined without TLS. The server already shows the certificate of the settings. */
  static start(server: unknown, settings: HttpSettings, logger: Logger): CertificateWatch | undefined {
    if (certificateFiles(settings) === undefined) return undefined;
    return new CertificateWatch(server as Server, settings, logger);
  }

  /** Reads the files again and takes the pair, or keeps the one in use; never throws for a pair with a fault. */
  reload(): void {
    this.taken = this.seen = fingerprint(this.settings);
    try {
      this.take();
    } catch (error) {
      if (!(error instanceof StartRefused)) throw error;
      this.logger.error({ reason: error.message }, 'certificate kept');
    }
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Files that have changed since the last look may still be half-way: they are read when they lie still. */
  private look(): void {
    const present = fingerprint(this.settings);
    if (present !== this.taken && present === this.seen) this.reload();
    this.seen = present;
  }

  private take(): void {
    const { cert, key, validTo } = readCertificatePair(this.settings)!;
    if (validTo.getTime() < Date.now()) {
      throw new StartRefused(`The certificate expired at ${validTo.toISOString()}; make one that is valid.`);
    }
    this.server.setSecureContext({ cert, key });
    this.logger.info({ validTo }, 'certificate taken');
  }

  private warnOfDates(validTo: Date): void {
    if (validTo.getTime() < Date.now()) this.logger.warn({ validTo }, 'certificate expired');
  }
}

/** Changes when one of the files does. */
function fingerprint(settings: HttpSettings): string {
  const { cert, key } = certificateFiles(settings)!;
  return [cert, key]
    .map((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found === undefined ? 'absent' : `${found.ino} ${found.size} ${found.mtimeMs} ${found.ctimeMs}`;
    })
    .join(' ');
}
