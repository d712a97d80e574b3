import { isIP } from 'node:net';
import type { RegistrySettings } from '../settings.js';
import { StartRefused } from '../start-refused.js';

/** Open access beyond loopback has to be asked for. Throws {@link StartRefused}. */
export function checkOpenAccess({ http, access }: RegistrySettings): void {
  if (access.open || isLoopback(http.host)) return;
  throw new StartRefused(
    `Access mode none lets everybody push and delete, and http.host is ${http.host}, which others can reach. ` +
      'Set REGISTRY_ACCESS_OPEN=true if that is meant, or REGISTRY_HTTP_HOST=127.0.0.1.',
  );
}

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
