import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { issuerNameOf } from './issuer-path.js';
import type { IssuerWorld } from './issuer-world.js';
import type { IssuerWorlds } from './issuer-worlds.js';

const WORLD = Symbol('world');
type Marked = FastifyRequest & { [WORLD]?: IssuerWorld };

/** Finds the issuer of each request that has a route; a path that leads nowhere makes no issuer. */
export function attachWorlds(fastify: FastifyInstance, worlds: IssuerWorlds): void {
  fastify.addHook('onRequest', async (request) => {
    if (!request.is404) (request as Marked)[WORLD] = worlds.get(issuerNameOf(request.raw));
  });
}

/** The issuer whom the request speaks to. */
export function worldOf(request: FastifyRequest): IssuerWorld {
  const world = (request as Marked)[WORLD];
  if (world === undefined) throw new Error('a request without a route has no issuer');
  return world;
}

/** As a parameter of a controller's method: `@World() world: IssuerWorld`. */
export const World = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  worldOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
