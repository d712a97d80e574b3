import { Foundation } from './0001-foundation.sqlite.js';
import { Sightings } from './0002-sightings.sqlite.js';
import { Packages } from './0003-packages.sqlite.js';
import { ReadOnly } from './0004-read-only.sqlite.js';

/** In order. A name is the same on every engine and ends in 13 digits, by which TypeORM sorts. */
export const migrations = [Foundation, Sightings, Packages, ReadOnly];
