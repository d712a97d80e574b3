import { coversSpiffeId, type Workload } from './workload.js';
import { ANONYMOUS, type Client, type Holder, type TrustDomain, type User } from './identity.js';
import type { Right } from './right.js';
import { isSameSecret } from './secret.js';

export interface IdentityLists {
  readonly clients: readonly Client[];
  readonly users: readonly User[];
  readonly anonymous: readonly Right[];
  readonly workloads: readonly Workload[];
  readonly trustDomains: readonly TrustDomain[];
}

/** Everybody whom one issuer knows. Immutable: control replaces the whole. */
export class Identities {
  private readonly clients: ReadonlyMap<string, Client>;
  private readonly users: ReadonlyMap<string, User>;
  readonly anonymous: Holder;

  constructor(readonly lists: IdentityLists) {
    this.clients = new Map(lists.clients.map((client) => [client.subject, client]));
    this.users = new Map(lists.users.map((user) => [user.subject, user]));
    this.anonymous = {
      subject: ANONYMOUS,
      rights: lists.anonymous,
      catalog: false,
      scopes: [],
      tokenFormat: 'jwt',
      alg: 'ES256',
      claims: {},
    };
  }

  findClient(id: string): Client | undefined {
    return this.clients.get(id);
  }

  /** Who logs in with this name and password: a user, or a client with its secret. */
  findAccount(name: string, password: string): Holder | undefined {
    const account = this.findHolder(name);
    const expected = this.users.get(name)?.password ?? this.clients.get(name)?.secret;
    return isSameSecret(password, expected) ? account : undefined;
  }

  /** Whom a subject names: a user, a client, a workload, or the anonymous one. */
  findHolder(subject: string): Holder | undefined {
    if (subject === ANONYMOUS) return this.anonymous;
    return this.users.get(subject) ?? this.clients.get(subject) ?? this.findWorkload(subject);
  }

  /** The workload whose pattern fits best, speaking under its own SPIFFE id. */
  findWorkload(spiffeId: string): Holder | undefined {
    const fitting = this.lists.workloads.filter(({ pattern }) => coversSpiffeId(pattern, spiffeId));
    const best = fitting.sort((a, b) => b.pattern.length - a.pattern.length)[0];
    return best && { ...best, subject: spiffeId };
  }

  findTrustDomain(name: string): TrustDomain | undefined {
    return this.lists.trustDomains.find((domain) => domain.name === name);
  }
}
