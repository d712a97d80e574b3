import type { Client } from '../clients/client.js';
import { writeLayout } from '../clients/oci-layout.js';

export interface Login {
  readonly host: string;
  readonly account: string;
  readonly password: string;
}

/** How a client program logs in at a registry without TLS, pushes something small and pulls it. */
export interface ClientWords {
  readonly judge: string;
  login(client: Client, login: Login): Promise<unknown>;
  push(client: Client, reference: string): Promise<unknown>;
  pull(client: Client, reference: string): Promise<unknown>;
}

const oras: ClientWords = {
  judge: 'oras',
  login: (client, { host, account, password }) =>
    client.runFed(password, 'login', '--plain-http', '-u', account, '--password-stdin', host),
  push: async (client, reference) => {
    await client.write('hello.txt', 'hello');
    return client.run('push', '--plain-http', reference, 'hello.txt:text/plain');
  },
  pull: (client, reference) => client.run('pull', '--plain-http', reference, '--output', 'pulled'),
};

/** It keeps the password and asks nobody until it needs a token. */
const crane: ClientWords = {
  judge: 'crane',
  login: (client, { host, account, password }) =>
    client.runFed(password, 'auth', 'login', host, '-u', account, '--password-stdin'),
  push: async (client, reference) => {
    await writeLayout(client, 'image');
    return client.run('push', 'image', reference);
  },
  pull: (client, reference) => client.run('pull', '--format=oci', reference, 'pulled'),
};

const regctl: ClientWords = {
  judge: 'regctl',
  login: async (client, { host, account, password }) => {
    await client.run('registry', 'set', host, '--tls', 'disabled', '--skip-check');
    return client.runFed(password, 'registry', 'login', host, '-u', account, '--pass-stdin');
  },
  push: (client, reference) =>
    client.runFed('hello', 'artifact', 'put', '--artifact-type', 'application/vnd.example', reference),
  pull: (client, reference) => client.run('artifact', 'get', reference),
};

export const CLIENTS: readonly ClientWords[] = [oras, crane, regctl];
