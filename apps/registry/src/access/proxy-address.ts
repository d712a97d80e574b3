import { ValidateBy } from 'class-validator';
import { isIP } from 'node:net';

/** Names of the ranges 127.0.0.0/8 and ::1, 169.254.0.0/16 and fe80::/10, 10.0.0.0/8 and its like. */
const RANGES = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** An IP address, a range of them in CIDR notation, or the name of a range. */
export function isProxyAddress(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  if (RANGES.has(value)) return true;
  const [address = '', prefix, ...more] = value.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

export const ProxyAddresses = (): PropertyDecorator =>
  ValidateBy(
    { name: 'proxyAddresses', validator: { validate: isProxyAddress } },
    { each: true, message: 'must list IP addresses, ranges such as 10.0.0.0/8, or loopback' },
  );
