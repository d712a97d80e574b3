import {
  locate,
  readSection,
  readSettingsFile,
  SettingsError,
  type Fault,
  type Positions,
} from '@margo-registry/settings';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { splitCertificates } from '../svid/pem.js';
import {
  IdentitiesFile,
  type ClientEntry,
  type HolderEntry,
  type TrustDomainEntry,
  type UserEntry,
  type WorkloadEntry,
} from './identities-file.js';
import { Identities } from './identities.js';
import type { Client, Holder, TrustDomain, User } from './identity.js';
import { readPublicKey } from './public-key.js';
import type { Workload } from './workload.js';

/** Reads the YAML file of identities. @throws SettingsError with every fault, by its path in the file */
export async function readIdentitiesFile(path: string): Promise<Identities> {
  const file = await readSettingsFile(path, 'MOCK_AUTH_IDENTITIES');
  return readIdentities(file.sections, { folder: dirname(path), positions: file });
}

/**
 * Identities from plain data of the shape of {@link IdentitiesFile}.
 * @param folder where the relative paths of `bundleFile` begin
 * @param positions where the data stands in its file, if it comes from one
 * @throws SettingsError with every fault, by its path in the data
 */
export async function readIdentities(
  data: unknown,
  { folder = '.', positions }: { folder?: string; positions?: Positions } = {},
): Promise<Identities> {
  const source = { section: '', prefix: 'MOCK_AUTH', environment: {}, fileSection: data, positions };
  const { settings: file } = await readSection(IdentitiesFile, source);
  const faults = [...findDoubles(file), ...findBadKeys(file)];
  const trustDomains = await Promise.all(
    file.trustDomains.map((entry, index) =>
      trustDomainOf(entry, folder, (fault) => faults.push(faultAt(`trustDomains[${index}]`, fault))),
    ),
  );
  if (faults.length > 0) throw new SettingsError(locate(faults, positions));
  return new Identities({
    clients: file.clients.map(clientOf),
    users: file.users.map(userOf),
    anonymous: file.anonymous,
    workloads: file.workloads.map(workloadOf),
    trustDomains,
  });
}

const faultAt = (key: string, fault: string): Fault => ({ variable: '', key, fault, from: 'file' });

/** One name logs in as one account: clients and users share their names. */
function findDoubles({ clients, users }: IdentitiesFile): Fault[] {
  const names = [
    ...clients.map(({ id }, index) => ({ name: id, key: `clients[${index}].id` })),
    ...users.map(({ name }, index) => ({ name, key: `users[${index}].name` })),
  ];
  return names
    .filter(({ name }, index) => names.findIndex((other) => other.name === name) < index)
    .map(({ name, key }) => faultAt(key, `"${name}" is there twice; clients and users share their names`));
}

function findBadKeys({ clients }: IdentitiesFile): Fault[] {
  return clients.flatMap(({ publicKeys = [] }, index) =>
    publicKeys.flatMap((text, at) =>
      readPublicKey(text)
        ? []
        : [
            faultAt(
              `clients[${index}].publicKeys[${at}]`,
              'must be a public key: PEM, or a JWK as JSON text',
            ),
          ],
    ),
  );
}

async function trustDomainOf(
  { name, bundle, bundleFile }: TrustDomainEntry,
  folder: string,
  refuse: (fault: string) => void,
): Promise<TrustDomain> {
  const text = bundle ?? (bundleFile && (await readBundle(resolve(folder, bundleFile), refuse))) ?? '';
  const anchors = splitCertificates(text);
  if (anchors === undefined) refuse('has a bundle that is not PEM certificates');
  else if (anchors.length === 0) refuse('needs at least one certificate, in bundle or bundleFile');
  return { name, anchors: anchors ?? [] };
}

function readBundle(path: string, refuse: (fault: string) => void): Promise<string> {
  return readFile(path, 'utf8').catch((error: Error) => {
    refuse(`has a bundleFile that cannot be read (${error.message})`);
    return '';
  });
}

function holderOf(subject: string, entry: HolderEntry): Holder {
  const { rights, scopes, tokenFormat, alg, lifetime, refreshLifetime, claims } = entry;
  return {
    subject,
    rights,
    catalog: entry.catalog ?? rights.some(({ repository }) => repository === '*'),
    scopes,
    tokenFormat,
    alg,
    ...(lifetime === undefined ? {} : { lifetime: Math.floor(lifetime / 1000) }),
    ...(refreshLifetime === undefined ? {} : { refreshLifetime: Math.floor(refreshLifetime / 1000) }),
    claims: Object.fromEntries(claims.map(({ name, value }) => [name, value])),
  };
}

function clientOf(entry: ClientEntry): Client {
  const { secret, publicKeys = [], grants, audiences, introspect } = entry;
  const keys = publicKeys.flatMap((text) => readPublicKey(text) ?? []);
  return { ...holderOf(entry.id, entry), secret, publicKeys: keys, grants, audiences, introspect };
}

const userOf = (entry: UserEntry): User => ({ ...holderOf(entry.name, entry), password: entry.password });

const workloadOf = (entry: WorkloadEntry): Workload => ({
  ...holderOf(entry.spiffe, entry),
  pattern: entry.spiffe,
});
