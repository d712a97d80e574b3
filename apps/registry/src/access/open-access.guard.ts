import { OciError } from '@margo-registry/oci';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { RegistrySettings } from '../settings.js';
import { SETTINGS } from '../storage/tokens.js';
import { setCaller } from './request-caller.js';
import { Caller } from './rights/caller.js';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Mode `none`: everybody who reaches the registry is admin. On loopback a foreign `Host` is refused, because a page in
 * the user's browser could otherwise reach it under a name of its own (DNS rebinding).
 */
@Injectable()
export class OpenAccessGuard implements CanActivate {
  private readonly publicHost: string | undefined;
  /** Clients keep to one name; it is judged once. */
  private lastOwn: string | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: RegistrySettings) {
    const { publicUrl } = settings.http;
    this.publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).host;
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!this.settings.access.open && !this.isOwn(request.headers.host)) throw this.foreign(request);
    setCaller(request.raw, Caller.open);
    return true;
  }

  private foreign(request: FastifyRequest): OciError {
    return new OciError('host-denied', { detail: { host: request.headers.host ?? null } });
  }

  private isOwn(host: string | undefined): boolean {
    if (host === undefined) return true;
    if (host === this.lastOwn) return true;
    const own = host === this.publicHost || LOOPBACK.has(host.replace(/:\d+$/, '').toLowerCase());
    if (own) this.lastOwn = host;
    return own;
  }
}
