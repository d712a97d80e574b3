import type { RegistrySettings } from '../settings.js';
import { checkBearerAccess } from './bearer-access.js';
import { checkOpenAccess } from './open-access.js';

/** Throws `StartRefused` for access settings that cannot work, or that open more than they say. */
export function checkAccess(settings: RegistrySettings): void {
  if (settings.access.mode === 'none') checkOpenAccess(settings);
  else checkBearerAccess(settings);
}
