import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RegistryInProcess } from '../../testing/registry-in-process.js';

const BYTES = randomBytes(100_000);
const DIGEST = `sha256:${createHash('sha256').update(BYTES).digest('hex')}`;
const BLOB = `/v2/acme/hello/blobs/${DIGEST}`;
const BACKUPS = '/api/v1/maintenance/backups';

describe('a backup under way', () => {
  let registry: RegistryInProcess;
  beforeAll(async () => {
    registry = await RegistryInProcess.start({
      // Whatever is deleted goes at once, unless something keeps it.
      change: ({ collection }) => Object.assign(collection, { grace: 0, interval: 20 }),
    });
  });
  afterAll(() => registry.stop());
  const push = async (): Promise<void> => {
    const path = `/v2/acme/hello/blobs/uploads/?digest=${DIGEST}`;
    expect((await registry.fetch(path, { method: 'POST', body: BYTES })).status).toBe(201);
  };
  const ask = (method: string, path = '') => registry.fetch(`${BACKUPS}${path}`, { method });
  const countStored = async (): Promise<number> => {
    let found = 0;
    for await (const _blob of registry.blobs.list()) found += 1;
    return found;
  };

  it('keeps the bytes that it mentions, whatever is deleted, and lets them go when it ends', async () => {
    const begun = await beginWhenIdle(() => ask('POST'));
    await push();
    const lines = (await (await ask('GET', `/${begun}/facts`)).text()).trim().split('\n');
    const facts = lines.map((line) => JSON.parse(line) as { fact: string; content?: { location: string } });
    expect(facts.at(-1)).toEqual({ fact: 'end', facts: facts.length - 1 });
    const place = facts.find(({ fact }) => fact === 'blob')!.content!.location;

    expect((await registry.fetch(BLOB, { method: 'DELETE' })).status).toBe(202);
    await sleep(200);
    expect(await countStored()).toBe(1);
    const bytes = await ask('GET', `/${begun}/bytes/${place}`);
    expect(Buffer.from(await bytes.arrayBuffer()).equals(BYTES)).toBe(true);
    expect((await ask('POST')).status).toBe(409);
    expect((await ask('PUT', `/${begun}`)).status).toBe(204);

    expect((await ask('DELETE', `/${begun}`)).status).toBe(204);
    for (let round = 0; round < 200 && (await countStored()) > 0; round += 1) await sleep(25);
    expect(await countStored()).toBe(0);
    expect((await ask('GET', `/${begun}/bytes/${place}`)).status).toBe(404);
  });

  it('reads no place that it did not name, and takes no id that is none', async () => {
    const other = randomUUID();
    const made = `${Buffer.from('../registry.db').toString('base64url')}.${'A'.repeat(43)}`;
    expect((await ask('GET', `/${other}/bytes/${made}`)).status).toBe(404);
    expect((await ask('PUT', '/collector')).status).toBe(400);
  });
});

/** The collector runs every few milliseconds here. */
async function beginWhenIdle(begin: () => Promise<Response>): Promise<string> {
  for (let round = 0; round < 200; round += 1) {
    const answer = await begin();
    if (answer.status === 200) return ((await answer.json()) as { id: string }).id;
    await sleep(5);
  }
  throw new Error('the collector never ended');
}
