import { digestOf } from '@margo-registry/oci/testing';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../harness/answer.js';
import { pushBlob, pushImage } from '../harness/pushes.js';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { UploadSession } from '../harness/upload-session.js';

const MEBIBYTE = 1024 * 1024;
const REPOSITORY = 'disk-full';
/** More than fit, whatever their size. */
const MOST_PUSHES = 3000;

/** Above the threshold of small content the blob store meets the full disk, below it the database. */
describe.each([
  ['large', MEBIBYTE],
  ['small', 20_000],
])('a disk that %s blobs have filled', (_size, length) => {
  const directory = mkdtempSync(join(tmpdir(), 'margo-registry-full-'));
  const ballast = join(directory, 'ballast');
  let isMounted = false;

  beforeAll(() => {
    isMounted = mountTmpfs(directory);
    if (isMounted) writeFileSync(ballast, Buffer.alloc(8 * MEBIBYTE));
  });
  afterAll(() => {
    if (isMounted) execFileSync('umount', [directory]);
    rmSync(directory, { recursive: true, force: true });
  });

  it('answers pushes with 503 or 507, goes on with reads, and takes pushes again when there is room', async () => {
    if (!isMounted) return;
    const registry = await RunningRegistry.start({ directory });
    const client = new RegistryClient(registry.url);
    await pushImage(client, REPOSITORY, 'kept');
    const { pushed, refusal } = await fill(client, length);
    expectFullDisk(refusal);
    await expectReads(client, pushed);
    rmSync(ballast);
    await expectPushes(client, length);
    await client.close();
    expect(await registry.stop()).toBe(0);
  }, 180_000);
});

/** Whether a small file system could be put there. */
function mountTmpfs(directory: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', directory], { stdio: 'pipe' });
    return true;
  } catch (error) {
    process.stdout.write(`skipped: no tmpfs mount (${(error as Error).message.trim().split('\n').at(-1)})\n`);
    return false;
  }
}

/** Pushes blobs until one is refused. */
async function fill(client: RegistryClient, length: number): Promise<{ pushed: string[]; refusal: Answer }> {
  const pushed: string[] = [];
  while (pushed.length < MOST_PUSHES) {
    const content = Buffer.alloc(length, `${pushed.length} `);
    const answer = await client.post(`/v2/${REPOSITORY}/blobs/uploads/?digest=${digestOf(content)}`, {
      body: content,
    });
    if (answer.status !== 201) return { pushed, refusal: answer };
    pushed.push(digestOf(content));
  }
  throw new Error('the disk never became full');
}

function expectFullDisk(refusal: Answer): void {
  expect([503, 507]).toContain(refusal.status);
  expect([refusal.header('content-type'), refusal.codes]).toEqual(['application/json', ['UNAVAILABLE']]);
}

async function expectReads(client: RegistryClient, pushed: readonly string[]): Promise<void> {
  expect(pushed.length).toBeGreaterThan(5);
  for (const digest of [pushed[0]!, pushed.at(-1)!]) {
    expect(digestOf((await client.get(`/v2/${REPOSITORY}/blobs/${digest}`)).body)).toBe(digest);
  }
  for (const path of [
    `/v2/${REPOSITORY}/manifests/kept`,
    `/v2/${REPOSITORY}/tags/list`,
    '/v2/_catalog',
    '/health/live',
  ]) {
    expect([path, (await client.get(path)).status]).toEqual([path, 200]);
  }
}

/** Every way in: a blob in one request, in chunks, a manifest. */
async function expectPushes(client: RegistryClient, length: number): Promise<void> {
  const content = Buffer.alloc(length, 'after the flood ');
  await pushBlob(client, REPOSITORY, content);
  const upload = await UploadSession.begin(client, REPOSITORY);
  expect((await upload.patch(content)).status).toBe(202);
  expect((await upload.close(digestOf(Buffer.concat([content, content])), content)).status).toBe(201);
  await pushImage(client, REPOSITORY, 'after');
}
