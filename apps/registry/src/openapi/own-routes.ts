import { Injectable, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { requirementOf, type Requirement } from '../access/requires.js';
import { findOperation, type OperationDescription } from './operation.js';

/** A route beside the protocol, as its controller declares it. */
export interface OwnRoute {
  readonly method: string;
  /** A path with parameters as OpenAPI writes them: `/api/v1/repositories/{name}`. */
  readonly path: string;
  /** Unlike those of all others. */
  readonly id: string;
  /** Undefined for a route that nobody has described. */
  readonly operation: OperationDescription | undefined;
  readonly requirement: Requirement;
}

const ROOTS = /^(api\/v1|health|metrics)(\/|$)/;
/** Described by the Docker token protocol and not by the OpenAPI document. */
const TOKEN = /^token$/;

type Handlers = Readonly<Record<string, object>>;

/** The routes of the own API, health and metrics. */
@Injectable()
export class OwnRoutes {
  private listed: readonly OwnRoute[] | undefined;
  private answered: readonly OwnRoute[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  list(): readonly OwnRoute[] {
    return (this.listed ??= this.find(ROOTS));
  }

  /** Methods that a path of the own API answers (RFC 9110, 15.5.6); none where there is nothing. */
  allowedMethods(path: string): readonly string[] {
    this.answered ??= [...this.list(), ...this.find(TOKEN)];
    const methods = this.answered
      .filter((route) => matches(route.path, path))
      .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    return [...new Set(methods)];
  }

  private find(roots: RegExp): OwnRoute[] {
    return this.discovery
      .getControllers()
      .flatMap(({ metatype }) => this.routesOf(metatype as (new () => object) | undefined, roots))
      .sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
  }

  private routesOf(controller: (new () => object) | undefined, roots: RegExp): OwnRoute[] {
    const root = controller && (Reflect.getMetadata(PATH_METADATA, controller) as string | undefined);
    if (controller === undefined || root === undefined || !roots.test(root)) return [];
    const handlers = controller.prototype as Handlers;
    return Object.getOwnPropertyNames(handlers).flatMap((name) => {
      const handler = handlers[name]!;
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      // Fastify answers HEAD wherever it answers GET.
      if (method === undefined || method === RequestMethod.HEAD) return [];
      const below = Reflect.getMetadata(PATH_METADATA, handler) as string;
      return [
        {
          method: RequestMethod[method],
          path: templateOf(root, below),
          id: `${controller.name.replace(/Controller$/, '')}-${name}`.toLowerCase(),
          operation: findOperation(handler),
          requirement: requirementOf(this.reflector, handler, controller),
        },
      ];
    });
  }
}

function matches(template: string, path: string): boolean {
  const [wanted, given] = [template.split('/'), path.replace(/\/$/, '').split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((segment, index) => segment.startsWith('{') || segment === given[index])
  );
}

function templateOf(root: string, below: string): string {
  const path = [root, below].filter((part) => part !== '' && part !== '/').join('/');
  return `/${path.replace(/:(\w+)/g, '{$1}')}`;
}
