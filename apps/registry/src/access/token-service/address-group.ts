import { isIP } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const GROUPS = 8;

/** What one client can be expected to hold: an IPv4 address, or the /64 of an IPv6 one, where changing the rest costs nothing. */
export function addressGroup(address: string): string {
  const [, mapped] = MAPPED.exec(address) ?? [];
  if (mapped) return mapped;
  const [plain = ''] = address.split('%');
  const version = isIP(plain);
  if (version !== 6) return version === 4 ? plain : 'unknown';
  return expand(plain).slice(0, 4).join(':');
}

/** Writes out what `::` leaves out. */
function expand(address: string): string[] {
  const [head = '', tail = ''] = address.split('::');
  const [before, after] = [head, tail].map((part) => part.split(':').filter(Boolean)) as [string[], string[]];
  const zeros = Array<string>(Math.max(0, GROUPS - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16).toString(16));
}
