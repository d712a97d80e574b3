import { ClockController } from './clock.controller.js';
import { FaultsController } from './faults.controller.js';
import { IdentitiesController } from './identities.controller.js';
import { IssuerController } from './issuer.controller.js';
import { IssuersController } from './issuers.controller.js';
import { JournalController } from './journal.controller.js';
import { KeysController } from './keys.controller.js';
import { MintController } from './mint.controller.js';
import { PresetsController } from './presets.controller.js';

/** Everything that is controlled, in the order in which people read about it. */
export const CONTROLLERS = [
  IssuerController,
  IssuersController,
  MintController,
  FaultsController,
  ClockController,
  KeysController,
  JournalController,
  IdentitiesController,
  PresetsController,
] as const;
