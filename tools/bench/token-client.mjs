// Token requests by client credentials on many connections.
// Job: { url, client, connections, seconds }; result: { rate, count }, tokens per second and in all.
import { Agent, request } from 'node:http';
import { serveClient } from './load.mjs';

const BODY = 'grant_type=client_credentials';

await serveClient(async ({ url, client, connections, seconds }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = {
    Authorization: `Basic ${Buffer.from(`${client}:secret`).toString('base64')}`,
    'Content-Type': 'application/x-www-form-urlencoded',
    'Content-Length': BODY.length,
  };
  const began = performance.now();
  const end = began + seconds * 1000;
  const tokens = new Set();
  const loop = async () => {
    while (performance.now() < end) tokens.add(await ask(`${url}/oauth/token`, { agent, headers }));
  };
  await Promise.all(Array.from({ length: connections }, loop));
  return { rate: tokens.size / ((performance.now() - began) / 1000), count: tokens.size };
});

/** The token; no two are equal, so that counting them checks them. */
function ask(url, { agent, headers }) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += chunk));
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve(JSON.parse(text).access_token) : reject(new Error(text)),
      );
    });
    sent.once('error', reject).end(BODY);
  });
}
