import { cutOffFromPostgres, diskFull, killed, silent, standing, stopped } from './faults.mjs';

/**
 * Drills by deployment. `files` stand beside docker-compose.yml, `disk` is the user whose small volume is made and how many MiB it has.
 *
 * @typedef {{ name: string, profile: string, files?: string[], variables?: Record<string, string>, disk?: { user: number, size: number },
 *   drills: { name: string, fault: import('./faults.mjs').Fault }[] }} Set
 */

const FOLDER = 'tools/compose-check/outages';

/** @param {string} seconds @returns {Set} */
const clockSet = (seconds) => ({
  name: `clock ${seconds}`,
  profile: 'replicas',
  files: [`${FOLDER}/clock.yml`],
  variables: { CLOCK_SHIFT: seconds },
  drills: [{ name: `the clock of one of three replicas is ${seconds} s off`, fault: standing }],
});

/** @type {readonly Set[]} */
export const SETS = [
  {
    name: 'standard',
    profile: 'standard',
    drills: [
      { name: 'the registry is killed', fault: killed('registry') },
      { name: 'Postgres is stopped for 10 s', fault: stopped('postgres') },
      { name: 'Postgres is killed', fault: killed('postgres') },
      { name: 'Postgres is silent for 10 s', fault: silent('postgres') },
      { name: 'MinIO is stopped for 10 s', fault: stopped('minio') },
      { name: 'MinIO is killed', fault: killed('minio') },
      { name: 'MinIO is silent for 10 s', fault: silent('minio') },
      { name: 'the authorization server is stopped for 10 s, tokens are JWTs', fault: stopped('mock-auth') },
    ],
  },
  {
    name: 'replicas',
    profile: 'replicas',
    drills: [
      { name: 'one of three registries is killed', fault: killed('registry-replicas') },
      { name: 'nginx is killed', fault: killed('nginx') },
      {
        name: 'one of three registries is cut off from Postgres for 10 s',
        fault: cutOffFromPostgres('registry-replicas'),
      },
    ],
  },
  {
    name: 'introspection',
    profile: 'standard',
    files: [`${FOLDER}/introspection.yml`],
    drills: [
      {
        name: 'the authorization server is stopped for 10 s, tokens are opaque',
        fault: stopped('mock-auth'),
      },
    ],
  },
  {
    name: 'embedded disk',
    profile: 'embedded',
    files: [`${FOLDER}/small-registry-disk.yml`],
    disk: { user: 1000, size: 256 },
    drills: [
      { name: 'the embedded registry is killed', fault: killed('registry-embedded') },
      {
        name: 'the disk of the embedded registry is full for 10 s',
        fault: diskFull('registry-embedded', '/var/lib/margo-registry'),
      },
    ],
  },
  {
    name: 'postgres disk',
    profile: 'standard',
    files: [`${FOLDER}/small-postgres-disk.yml`],
    disk: { user: 999, size: 384 },
    drills: [
      { name: 'the disk of Postgres is full for 10 s', fault: diskFull('postgres', '/var/lib/postgresql') },
    ],
  },
  {
    name: 'minio disk',
    profile: 'standard',
    files: [`${FOLDER}/small-minio-disk.yml`],
    disk: { user: 1000, size: 384 },
    drills: [{ name: 'the disk of MinIO is full for 10 s', fault: diskFull('minio', '/var/lib/minio') }],
  },
  clockSet('+20'),
  clockSet('+600'),
  clockSet('-600'),
];
