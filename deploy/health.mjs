// Asks a service in the same container whether it is ready; exit code 0 when it is. Slim images have no curl.
// usage: node health.mjs <port>
import http from 'node:http';
import https from 'node:https';

const PATIENCE = 4000;
const port = Number(process.argv[2]);

/** @param {typeof http | typeof https} protocol @returns {Promise<number | undefined>} the status */
function ask(protocol) {
  return new Promise((resolve, reject) => {
    // A name for the certificate is not to be had here, and the answer is a status.
    const options = { port, path: '/health/ready', timeout: PATIENCE, rejectUnauthorized: false };
    const request = protocol.get(options, (answer) => resolve(answer.resume().statusCode));
    request.on('error', reject).on('timeout', () => request.destroy(new Error('no answer in time')));
  });
}

try {
  const status = await ask(http).catch(() => ask(https));
  if (status !== 200) console.error(`/health/ready answers ${status}`);
  process.exitCode = status === 200 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
