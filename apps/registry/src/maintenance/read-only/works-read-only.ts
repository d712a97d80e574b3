import { SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';

const WORKS = 'margo-registry:works-read-only';

/** Declares that a route which is neither GET nor HEAD changes no content, or asks the mode itself: it is answered in read-only mode too. */
export const WorksReadOnly = () => SetMetadata(WORKS, true);

export function worksReadOnly(reflector: Reflector, handler: object, controller: object): boolean {
  type Declaring = Parameters<Reflector['getAllAndOverride']>[1][number];
  const declared = reflector.getAllAndOverride<boolean | undefined>(WORKS, [
    handler as Declaring,
    controller as Declaring,
  ]);
  return declared === true;
}
