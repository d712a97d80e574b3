// Trades an account of the registry for a token, which it prints; the file holds name:password.
// usage: node fetch-token.mjs <url of the registry> <file>
import { readFileSync } from 'node:fs';

const [url, file] = process.argv.slice(2);
try {
  const account = readFileSync(file, 'utf8').trim();
  const authorization = `Basic ${Buffer.from(account).toString('base64')}`;
  const answer = await fetch(new URL('/token', url), { headers: { authorization } });
  if (!answer.ok) throw new Error(`${url} refuses the account (${answer.status}): look into ${file}.`);
  const { token } = await answer.json();
  console.log(token);
} catch (error) {
  console.error(error.cause?.code ?? error.message);
  process.exitCode = 1;
}
