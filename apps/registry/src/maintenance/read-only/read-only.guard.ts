import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ReadOnlyMode } from './read-only-mode.js';
import { refuseWrite } from './read-only-refusal.js';
import { worksReadOnly } from './works-read-only.js';

/** Refuses what would write while the registry is read-only, before a byte of the body is read. Stands behind the guard of access. */
@Injectable()
export class ReadOnlyGuard implements CanActivate {
  constructor(
    private readonly mode: ReadOnlyMode,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): true | Promise<true> {
    const { method } = context.switchToHttp().getRequest<FastifyRequest>();
    if (method === 'GET' || method === 'HEAD') return true;
    if (worksReadOnly(this.reflector, context.getHandler(), context.getClass())) return true;
    return this.judge();
  }

  private async judge(): Promise<true> {
    const row = await this.mode.find();
    if (row !== undefined) throw refuseWrite(row);
    return true;
  }
}
