import { once } from 'node:events';
import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { text } from 'node:stream/consumers';

export interface PostAnswer {
  readonly status: number;
  readonly text: string;
}

const CONNECTS_WITHIN = 10_000;

/**
 * POST without a body. Waits for the answer as long as it takes: a run over a large store may take hours. Rejects with the error of Node
 * when nobody answers.
 */
export async function post(url: URL, token: string | undefined): Promise<PostAnswer> {
  const send = url.protocol === 'https:' ? requestSecure : requestPlain;
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const request = send(url, { method: 'POST', headers: { ...headers, Accept: 'application/json' } });
  const impatience = setTimeout(() => request.destroy(new Error('no connection')), CONNECTS_WITHIN);
  request.once('socket', (socket) => {
    const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect';
    socket.once(connected, () => clearTimeout(impatience));
    socket.setKeepAlive(true, CONNECTS_WITHIN);
  });
  try {
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return { status: response.statusCode ?? 0, text: await text(response) };
  } finally {
    clearTimeout(impatience);
  }
}
