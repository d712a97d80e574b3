/** A name and a password as they stood in an `Authorization: Basic` header. */
export interface BasicCredentials {
  readonly name: string;
  readonly password: string;
}

/** Credentials of a Basic header (RFC 7617); undefined where the header is another one or malformed. */
export function parseBasic(header: string | undefined): BasicCredentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/_-]+={0,2}) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** What OAuth makes of it: both parts are form-encoded (RFC 6749 section 2.3.1). Undefined for a broken escape. */
export function decodeForm({ name, password }: BasicCredentials): BasicCredentials | undefined {
  const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
  try {
    return { name: decode(name), password: decode(password) };
  } catch {
    return undefined;
  }
}
