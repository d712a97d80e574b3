import type { HttpSettings } from '../../http/http-settings.js';

const ANY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/**
 * Where a registry with these settings is asked from its own machine: directly, because a proxy may not wait for a long answer; by its
 * public name where it speaks TLS, because certificates are about names. `undefined` where the port is chosen at the start.
 */
export function addressOf({ host, port, tlsCert, publicUrl }: HttpSettings): URL | undefined {
  if (tlsCert !== undefined && publicUrl !== undefined) return new URL(publicUrl);
  if (port === 0) return undefined;
  const name = ANY_ADDRESS[host] ?? host;
  const scheme = tlsCert === undefined ? 'http' : 'https';
  return new URL(`${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`);
}
