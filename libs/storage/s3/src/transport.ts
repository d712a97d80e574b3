import http from 'node:http';
import https from 'node:https';
import type { ClientOptions } from 'minio';
import { TimeLimitError } from './limits.js';
import { readRefusal } from './refusal.js';

export type Transport = NonNullable<ClientOptions['transport']>;

/** What ends one request early. */
export interface Ending {
  readonly signal: AbortSignal;
  /** Milliseconds without a byte, while connecting too. */
  readonly silence: number;
  /** When silence stops to matter: once the request is sent, once the answer begins, or never. */
  readonly silentAfter?: 'request' | 'answer';
  /** Is told of the request when it is made. */
  readonly begun?: (request: http.ClientRequest) => void;
  /** Set where silence ended the request: what Node then throws may say something else. */
  expired?: Error;
}

/**
 * Sends one request for the minio client, which by itself has no time limit, forgets the error document of a 503,
 * leaves that answer's socket unread and writes to the console. Here every refusal becomes a `Refusal`.
 */
export function transportFor(protocol: string, ending: Ending): Transport {
  const { request: send } = protocol === 'https:' ? https : http;
  const request = (options: http.RequestOptions, answered: (response: http.IncomingMessage) => void) => {
    const { signal, silence, silentAfter } = ending;
    const sent = send({ ...options, signal, timeout: silence }, (response) => {
      if (silentAfter === 'answer') sent.setTimeout(0);
      if ((response.statusCode ?? 0) < 300) return answered(response);
      void readRefusal(response).then((refusal) => sent.emit('error', refusal));
    });
    ending.begun?.(sent);
    sent.on('timeout', () => {
      ending.expired = new TimeLimitError(silence);
      sent.destroy(ending.expired);
    });
    if (silentAfter === 'request') sent.on('finish', () => sent.setTimeout(0));
    return sent;
  };
  return { request } as Transport;
}
