import { SettingsError } from '@margo-registry/settings';
import { Identities } from '../identities/identities.js';
import { readIdentities } from '../identities/read-identities.js';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { Field } from './body/field.js';
import { text } from './body/shapes.js';
import { ControlProblem } from './control-problem.js';

const HIDDEN = '[hidden]';
const SECRET_KEYS = new Set(['secret', 'password']);

/** A secret that takes the place of the one before. */
export class SecretBody {
  @Field('The secret from here on.', text(/^.{1,200}$/, 'a text of 1 to 200 characters'), { required: true })
  secret: string;
}

/**
 * Identities from plain data that came over HTTP: the shape of the file, but nothing is read from this machine's disk.
 * @param path where the data stands in something larger; empty for a whole body
 * @throws ControlProblem 400 with every fault by its path
 */
export async function identitiesFrom(data: unknown, path = ''): Promise<Identities> {
  if (JSON.stringify(data).includes('"bundleFile"')) {
    throw new ControlProblem(
      400,
      'Send the certificates themselves in bundle; bundleFile is for files of the start.',
    );
  }
  try {
    return await readIdentities(data);
  } catch (error) {
    throw error instanceof SettingsError ? identitiesProblem(error, path) : error;
  }
}

/** Identities are judged like a settings file: each fault has its path. */
function identitiesProblem({ faults }: SettingsError, path: string): ControlProblem {
  const errors = faults.map(({ key, fault }) => ({ path: path === '' ? key : `${path}.${key}`, fault }));
  return new ControlProblem(400, 'The identities are not what they should be.', errors);
}

/** Both, where those that come later take the place of earlier ones of the same name. */
export function joinIdentities({ lists: earlier }: Identities, { lists: later }: Identities): Identities {
  const names = new Set([...later.clients, ...later.users].map(({ subject }) => subject));
  const keep = <T extends { readonly subject: string }>(entries: readonly T[]): T[] =>
    entries.filter(({ subject }) => !names.has(subject));
  return new Identities({
    clients: [...keep(earlier.clients), ...later.clients],
    users: [...keep(earlier.users), ...later.users],
    anonymous: [...earlier.anonymous, ...later.anonymous],
    workloads: [...earlier.workloads, ...later.workloads],
    trustDomains: [...earlier.trustDomains, ...later.trustDomains],
  });
}

/** Everybody, without secrets and passwords. */
export function reportIdentities({ lists }: Identities): unknown {
  const text = JSON.stringify(lists, (key, value: unknown) => {
    if (SECRET_KEYS.has(key)) return HIDDEN;
    return key === 'publicKeys' || key === 'anchors' ? (value as unknown[]).length : value;
  });
  return JSON.parse(text) as unknown;
}

/** The client logs in with the new secret only; tokens that it holds stay. @throws ControlProblem 404 */
export function changeSecret(world: IssuerWorld, id: string, { secret }: SecretBody): void {
  const { lists } = world.identities;
  if (!lists.clients.some((client) => client.subject === id)) {
    const known = lists.clients.map((client) => client.subject).join(', ');
    throw new ControlProblem(404, `There is no client of that name; there are ${known || 'none'}.`);
  }
  const clients = lists.clients.map((client) => (client.subject === id ? { ...client, secret } : client));
  world.identities = new Identities({ ...lists, clients });
}
