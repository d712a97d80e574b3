import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The folder of the whole project. */
export const ROOT = join(import.meta.dirname, '../..');

/** Where installed judges live: `MARGO_JUDGES`, or `.judges` at the root of the project. */
export const JUDGES_DIRECTORY = process.env.MARGO_JUDGES ?? join(ROOT, '.judges');

/**
 * Programs of other people that judge this registry, by the name of what is run.
 * `go`: package and version for `go install`; `apt`: a Debian package; `pip`: a requirement, in a virtual environment
 * of its own; `file`: the program inside the folder of judges where it is not the name; `versions`: the folder in which Debian
 * keeps one folder for each version of it. `isLong`: only the long check asks for it.
 *
 * @typedef {{ go?: string, apt?: string, pip?: string, file?: string, versions?: string, isLong?: boolean }} Judge
 * @type {Readonly<Record<string, Judge>>}
 */
export const JUDGES = {
  conformance: {
    go: 'github.com/opencontainers/distribution-spec/conformance@v0.0.0-20260831232431-97274622c111',
  },
  oras: { go: 'oras.land/oras/cmd/oras@v1.3.6' },
  crane: { go: 'github.com/google/go-containerregistry/cmd/crane@v0.22.1' },
  helm: { go: 'helm.sh/helm/v3/cmd/helm@v3.22.0' },
  regctl: { go: 'github.com/regclient/regclient/cmd/regctl@v0.11.7' },
  minio: { go: 'github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c' },
  skopeo: { apt: 'skopeo' },
  postgres: { apt: 'postgresql', versions: '/usr/lib/postgresql' },
  pgbouncer: { apt: 'pgbouncer' },
  'oras-py': { pip: 'oras==0.2.43', file: 'oras-py/bin/python' },
  schemathesis: { pip: 'schemathesis==4.32.5', file: 'schemathesis/bin/python' },
  registry: { go: 'github.com/distribution/distribution/v3/cmd/registry@v3.1.2' },
  wrk: { apt: 'wrk', isLong: true },
  strace: { apt: 'strace', isLong: true },
  nginx: { apt: 'nginx' },
  openssl: { apt: 'openssl' },
  ceph: { apt: 'ceph-common', isLong: true },
  'ceph-mon': { apt: 'ceph-mon', isLong: true },
  'ceph-osd': { apt: 'ceph-osd', isLong: true },
  radosgw: { apt: 'radosgw', isLong: true },
};

/**
 * Path of a judge's program: first in the folder of judges, then on PATH; undefined where neither has it.
 *
 * @param {string} name a key of {@link JUDGES}
 * @param {{ directory?: string, path?: string }} [where]
 * @returns {string | undefined}
 */
export function findJudge(name, { directory = JUDGES_DIRECTORY, path = process.env.PATH ?? '' } = {}) {
  const { file = name, versions } = JUDGES[name] ?? {};
  // Debian puts servers into /usr/sbin, which an ordinary user's PATH may lack.
  const others = [...path.split(delimiter).filter(Boolean), '/usr/sbin', ...listVersions(versions)];
  const folders = file === name ? [directory, ...others] : [directory];
  return folders.map((folder) => join(folder, file)).find(isExecutable);
}

/** Folders of programs, the newest version first. @param {string | undefined} versions */
function listVersions(versions) {
  if (versions === undefined || !existsSync(versions)) return [];
  const names = readdirSync(versions).sort((a, b) => Number(b) - Number(a));
  return names.map((version) => join(versions, version, 'bin'));
}

/**
 * What a test or a runner prints instead of running without its judge. A CI run that prints it has failed.
 *
 * @param {string} name a key of {@link JUDGES}
 */
export function skippedLine(name) {
  const file = JUDGES[name]?.file;
  return `skipped: no ${name} at ${join(JUDGES_DIRECTORY, file ?? name)}${file ? '' : ' or on PATH'}`;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
