import { SvidError } from './svid-error.js';

const LONGEST = 2048;
const SPIFFE_ID = /^spiffe:\/\/([a-z0-9._-]{1,255})((?:\/[A-Za-z0-9._~-]+)*)$/;

/** A SPIFFE id (SPIFFE ID and SVID, section 2), compared byte by byte. @throws SvidError */
export function parseSpiffeId(text: string): { id: string; trustDomain: string } {
  const [, trustDomain, path = ''] = (text.length <= LONGEST && SPIFFE_ID.exec(text)) || [];
  const isRelative = path.split('/').some((segment) => segment === '.' || segment === '..');
  if (trustDomain === undefined || isRelative) {
    throw new SvidError(`${text.slice(0, 100)} is not a SPIFFE id; write spiffe://<trust domain>/<path>.`);
  }
  return { id: text, trustDomain };
}
