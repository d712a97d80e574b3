import { SetMetadata, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
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
  | { readonly action: Action; readonly parameter: string };

const REQUIREMENT = 'margo-registry:requirement';
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
  const requirement = reflector.getAllAndOverride<Requirement | undefined>(REQUIREMENT, [
    context.getHandler(),
    context.getClass(),
  ]);
  return needOfRequirement(requirement, request.params as Record<string, string>);
}

function needOfRequirement(
  requirement: Requirement = 'maintenance',
  parameters: Readonly<Record<string, string>>,
): Need | undefined {
  if (requirement === 'nothing') return undefined;
  if (requirement === 'token') return { kind: 'token' };
  if (requirement === 'list') return { kind: 'catalog' };
  if (requirement === 'maintenance') return MAINTENANCE;
  const { action, parameter } = requirement;
  return { kind: 'repository', repository: parameters[parameter] ?? '', actions: [action] };
}
