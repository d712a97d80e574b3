import type { FastifyRequest } from 'fastify';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../http/tokens.js';
import type { MockAuthSettings } from '../settings.js';
import { issuerNameOf } from './issuer-path.js';

const HOST = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?$/;

/** Whoever invents a Host with each request must not fill the memory. */
const MOST_NAMES = 10_000;

/**
 * Where the server is. The issuer is one text for everybody when the settings name it; otherwise it is the address by
 * which the caller asks, so that discovery holds on both sides of a container's wall. Endpoints are always given under
 * the caller's address: an issuer's name need not resolve everywhere.
 */
@Injectable()
export class IssuerUrl {
  /** The names under which each issuer has spoken; only for issuers that follow their callers. */
  private readonly spoken = new Set<string>();

  constructor(@Inject(SETTINGS) private readonly settings: MockAuthSettings) {}

  /** The `iss` of what is issued to this request. */
  of(request: FastifyRequest): string {
    return this.ofName(issuerNameOf(request.raw), request);
  }

  /** The `iss` of the issuer of that name. */
  ofName(name: string, request: FastifyRequest): string {
    const { issuer } = this.settings;
    const url = under(issuer === undefined ? originOf(request) : withoutSlash(issuer), name);
    if (issuer === undefined && this.spoken.size < MOST_NAMES) this.spoken.add(url);
    return url;
  }

  /** Whether the issuer of that name calls itself so, or did when somebody else asked. */
  isOwn(name: string, issuer: string | undefined, request: FastifyRequest): boolean {
    if (issuer === this.ofName(name, request)) return true;
    const isItsPath = name === '' ? /^[a-z]+:\/\/[^/]+$/.test(issuer ?? '') : issuer?.endsWith(`/${name}`);
    return isItsPath === true && this.spoken.has(issuer ?? '');
  }

  /** Further names of the issuer that this caller may use as an audience: the address by which it asks. */
  aliases(request: FastifyRequest): string[] {
    return [this.endpoint(request, ''), this.endpoint(request, '/')];
  }

  /** The address of an endpoint, as this caller reaches it. */
  endpoint(request: FastifyRequest, path: string): string {
    return `${under(this.addressFor(request), issuerNameOf(request.raw))}${path}`;
  }

  /** Behind a proxy only the issuer's name knows the scheme and the path in front. */
  private addressFor(request: FastifyRequest): string {
    const { issuer } = this.settings;
    const isAskedByName = issuer !== undefined && new URL(issuer).host === request.headers.host;
    return isAskedByName ? withoutSlash(issuer) : originOf(request);
  }
}

const withoutSlash = (url: string): string => url.replace(/\/$/, '');

const under = (base: string, name: string): string => (name === '' ? base : `${base}/${name}`);

/** A Host that is none is not repeated: the socket's own address stands for it. */
function originOf(request: FastifyRequest): string {
  const host = request.headers.host;
  if (host !== undefined && HOST.test(host)) return `http://${host}`;
  const { localAddress = '127.0.0.1', localPort } = request.raw.socket;
  return `http://${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}
