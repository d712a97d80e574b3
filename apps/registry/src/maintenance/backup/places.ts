import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

const PLACE = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/;

/**
 * Where bytes are, as a copy under way names it: the location and an HMAC over it and the backup's id. What a fact said when the copy
 * began can so be read after the fact is gone, by every replica, and nothing that a caller makes up is ever opened.
 */
export class Places {
  private readonly key: Buffer;

  /** `signingKey` is the store's; the places get a key of their own (RFC 5869). */
  constructor(signingKey: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', signingKey, '', 'margo-registry backup place', 32));
  }

  seal(backup: string, location: string): string {
    return `${Buffer.from(location).toString('base64url')}.${this.mac(backup, location).toString('base64url')}`;
  }

  /** The location, or `undefined` for what was not sealed here for this backup. */
  open(backup: string, place: string): string | undefined {
    const [, text, mac] = PLACE.exec(place) ?? [];
    if (text === undefined || mac === undefined) return undefined;
    const location = Buffer.from(text, 'base64url').toString();
    const [given, right] = [Buffer.from(mac, 'base64url'), this.mac(backup, location)];
    return given.length === right.length && timingSafeEqual(given, right) ? location : undefined;
  }

  private mac(backup: string, location: string): Buffer {
    return createHmac('sha256', this.key).update(`${backup}\n${location}`).digest();
  }
}
