import { SetMetadata, type ExecutionContext } from '@nestjs/common';
import { type Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { splitReference } from '../http/reference.js';
import { findTarget } from '../http/target.js';
import type { Action } from './rights/action.js';
import { needOf, type Need } from './rights/need.js';

/** What a route of the own API declares. */
export type Requirement =
  | 'nothing'
  | 'token'
  | 'list'
  | 'maintenance'
  /** `parameter` of the path is the repository's name. */
  | { readonly action: Action; readonly parameter: string }
  /** `query` is a reference (`repository:tag`, `repository@digest`); without it, a token. */
  | { readonly action: Action; readonly query: string };

const REQUIREMENT = 'margo-registry:requirement';
const TOKEN: Need = { kind: 'token' };
const MAINTENANCE: Need = { kind: 'registry', action: 'admin' };

/** Declares what a route outside `/v2/` requires. A route that declares nothing is the admin's. */
export const Requires = (requirement: Requirement) => SetMetadata(REQUIREMENT, requirement);

/** What a request requires of its caller; `undefined` for nothing at all. */
export function needFor(
  context: ExecutionContext,
  request: FastifyRequest,
  reflector: Reflector,
): Need | undefined {
  const found = findTarget(request.raw);
  if (found) return needOf(request.method, found.target, found.query);
  return needOfRequirement(requirementOf(reflector, context.getHandler(), context.getClass()), request);
}

/** What a handler declares, or else its controller. */
export function requirementOf(reflector: Reflector, handler: object, controller: object): Requirement {
  type Declaring = Parameters<Reflector['getAllAndOverride']>[1][number];
  const declared = reflector.getAllAndOverride<Requirement | undefined>(REQUIREMENT, [
    handler as Declaring,
    controller as Declaring,
  ]);
  return declared ?? 'maintenance';
}

function needOfRequirement(requirement: Requirement, request: FastifyRequest): Need | undefined {
  if (requirement === 'nothing') return undefined;
  if (requirement === 'token') return TOKEN;
  if (requirement === 'list') return { kind: 'catalog' };
  if (requirement === 'maintenance') return MAINTENANCE;
  const { action } = requirement;
  const repository =
    'query' in requirement
      ? findRepository(request, requirement.query)
      : ((request.params as Record<string, string>)[requirement.parameter] ?? '');
  return repository === undefined ? TOKEN : { kind: 'repository', repository, actions: [action] };
}

function findRepository(request: FastifyRequest, parameter: string): string | undefined {
  const text = new URLSearchParams(request.url.split('?')[1] ?? '').get(parameter);
  return text === null ? undefined : splitReference(text).repository;
}
