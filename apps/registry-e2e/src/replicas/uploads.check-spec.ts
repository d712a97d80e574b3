import { digestOf } from '@margo-registry/oci/testing';
import { until } from '../harness/condition.js';
import { describeCluster } from '../harness/describe-cluster.js';
import { demand } from '../harness/pushes.js';
import { Random } from '../harness/random.js';
import { RawConnection } from '../harness/raw-connection.js';
import { UploadSession } from '../harness/upload-session.js';

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;
const REPOSITORY = 'replicas/uploads';
const SIZE = 100 * MEBIBYTE;
const CHUNK = 4 * MEBIBYTE + 1;
const ROUNDS = 10;
/** Milliseconds that a claim outlives the process that held it, at most. */
const LEASE = 10_000;

describeCluster('an upload on three replicas', (shared) => {
  const random = new Random(7);

  /** The same upload as a client of one replica sees it, past nginx. */
  const at = (replica: number, { location }: UploadSession): UploadSession =>
    UploadSession.at(shared.cluster.replica(replica), location);

  const begin = (): Promise<UploadSession> => UploadSession.begin(shared.cluster.client, REPOSITORY);

  const pull = async (replica: number, digest: string): Promise<string> =>
    digestOf((await shared.cluster.replica(replica).get(`/v2/${REPOSITORY}/blobs/${digest}`)).body);

  it('of 100 MiB whose every chunk lands on another replica has the right digest in the end', async () => {
    const content = random.bytes(SIZE);
    const upload = await begin();
    for (let start = 0; start < SIZE; start += CHUNK)
      demand(await upload.patch(content.subarray(start, start + CHUNK), start), 202);
    demand(await upload.close(digestOf(content)), 201);
    expect(await pull(0, digestOf(content))).toBe(digestOf(content));
    const path = upload.location;
    const shares = shared.cluster.logs.map(
      (log) => log.filter((line) => line.includes('"method":"PATCH"') && line.includes(path)).length,
    );
    process.stdout.write(`chunks of one upload on each replica: ${shares.join(', ')}\n`);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(Math.floor(SIZE / CHUNK / shares.length));
  });

  it('takes the bytes of one of two writers that come by different replicas; the other one gets 416', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const upload = await begin();
      const beginning = random.bytes(50 * KIBIBYTE);
      demand(await at(round % 3, upload).patch(beginning, 0), 202);
      const contents = [random.bytes(200 * KIBIBYTE), random.bytes(200 * KIBIBYTE)];
      const answers = await Promise.all(
        contents.map((content, writer) => at(writer, upload).patch(content, beginning.length)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 416]);
      const won = contents[answers.findIndex(({ status }) => status === 202)]!;
      const whole = Buffer.concat([beginning, won]);
      expect((await at(2, upload).close(digestOf(whole))).status).toBe(201);
      expect(await pull(0, digestOf(whole))).toBe(digestOf(whole));
    }
  });

  it('goes on by another replica once the lease of a killed one is over, and keeps what was acknowledged', async () => {
    const content = random.bytes(3 * MEBIBYTE);
    const upload = await begin();
    demand(await at(1, upload).patch(content.subarray(0, MEBIBYTE), 0), 202);
    const connection = await RawConnection.open(shared.cluster.replica(0).url);
    connection.writeHead(`PATCH ${upload.location}`, {
      'Content-Range': `${MEBIBYTE}-${3 * MEBIBYTE - 1}`,
      'Content-Length': 2 * MEBIBYTE,
    });
    connection.write(content.subarray(MEBIBYTE, 2 * MEBIBYTE));
    await until(async () => (await statusOf(upload)) === 'appending');
    await shared.cluster.kill(0);
    connection.close();

    const killed = Date.now();
    const next = await at(1, upload).patch(content.subarray(MEBIBYTE), MEBIBYTE);
    const waited = Date.now() - killed;
    process.stdout.write(`the upload went on ${(waited / 1000).toFixed(1)} s after the kill\n`);
    expect([next.status, next.header('range')]).toEqual([202, `0-${content.length - 1}`]);
    expect(waited).toBeLessThan(LEASE + 2000);
    await shared.cluster.restart(0);
    expect((await at(0, upload).close(digestOf(content))).status).toBe(201);
    expect(await pull(2, digestOf(content))).toBe(digestOf(content));
  });

  const statusOf = ({ location }: UploadSession): Promise<string> => {
    const [id] = location.split('/').at(-1)!.split('.');
    return shared.cluster.askDatabase(`SELECT status FROM uploads WHERE id = '${id}'`);
  };
});
