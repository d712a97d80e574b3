import { createHmac, hkdfSync, randomUUID, timingSafeEqual } from 'node:crypto';

const MAC_BYTES = 16;
const ID = /^([0-9a-f-]{36})\.([0-9a-z]{1,10})\.([A-Za-z0-9_-]{22})$/;

/** An upload as its `Location` names it. It exists without a row until bytes stay behind. */
export interface UploadAddress {
  readonly repository: string;
  /** Key of the row, if there is one; also the `Docker-Upload-UUID`. */
  readonly uuid: string;
  /** Last path segment of the `Location`. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Who works on it in this request; `null` for whoever has no name. */
  readonly caller?: string | null;
}

/**
 * Ids that prove themselves: random part, time of the start, and an HMAC over both and the repository's name. Every
 * replica of one store can check them, an id of another repository is foreign, and nothing is written to hand one out.
 */
export class UploadIds {
  private readonly key: Buffer;

  /** `signingKey` is the store's; the ids get a key of their own (RFC 5869). */
  constructor(signingKey: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', signingKey, '', 'margo-registry upload id', 32));
  }

  mint(repository: string, now: number): UploadAddress {
    const uuid = randomUUID();
    const time = now.toString(36);
    const id = `${uuid}.${time}.${this.mac(repository, uuid, time).toString('base64url')}`;
    return { repository, uuid, id, startedAt: now };
  }

  /** The upload that `id` names in `repository`, or `undefined` when this store never gave it out there. */
  find(repository: string, id: string): UploadAddress | undefined {
    const [, uuid, time, mac] = ID.exec(id) ?? [];
    if (!uuid || !time || !mac) return undefined;
    const given = Buffer.from(mac, 'base64url');
    const right = this.mac(repository, uuid, time);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    return { repository, uuid, id, startedAt: Number.parseInt(time, 36) };
  }

  private mac(repository: string, uuid: string, time: string): Buffer {
    return createHmac('sha256', this.key)
      .update(`${uuid}.${time}.${repository}`)
      .digest()
      .subarray(0, MAC_BYTES);
  }
}
