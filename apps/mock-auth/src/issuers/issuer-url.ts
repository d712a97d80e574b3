import type { FastifyRequest } from 'fastify';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../http/tokens.js';
import type { MockAuthSettings } from '../settings.js';
import { issuerNameOf } from './issuer-path.js';

const HOST = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?$/;

/**
 * Where the server is. The issuer is one text for everybody when the settings name it; otherwise it is the address by
 * which the caller asks, so that discovery holds on both sides of a container's wall. Endpoints are always given under
 * the caller's address: an issuer's name need not resolve everywhere.
 */
@Injectable()
export class IssuerUrl {
  constructor(@Inject(SETTINGS) private readonly settings: MockAuthSettings) {}

  /** The `iss` of what is issued to this request. */
  of(request: FastifyRequest): string {
    return this.ofName(issuerNameOf(request.raw), request);
  }

  /** The `iss` of the issuer of that name. */
  ofName(name: string, request: FastifyRequest): string {
    const base = this.settings.issuer?.replace(/\/$/, '') ?? originOf(request);
    return name === '' ? base : `${base}/${name}`;
  }

  /** Further names of the issuer that this caller may use as an audience: the address by which it asks. */
  aliases(request: FastifyRequest): string[] {
    return [this.endpoint(request, ''), this.endpoint(request, '/')];
  }

  /** The address of an endpoint, as this caller reaches it. */
  endpoint(request: FastifyRequest, path: string): string {
    const name = issuerNameOf(request.raw);
    return `${originOf(request)}${name === '' ? '' : `/${name}`}${path}`;
  }
}

/** A Host that is none is not repeated: the socket's own address stands for it. */
function originOf(request: FastifyRequest): string {
  const host = request.headers.host;
  if (host !== undefined && HOST.test(host)) return `http://${host}`;
  const { localAddress = '127.0.0.1', localPort } = request.raw.socket;
  return `http://${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}
