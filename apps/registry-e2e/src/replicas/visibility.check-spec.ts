import { aManifest, digestOf } from '@margo-registry/oci/testing';
import { describeCluster } from '../harness/describe-cluster.js';
import { anImageIn, demand, pushBlob, pushImage, pushManifest, putManifest } from '../harness/pushes.js';
import { Random } from '../harness/random.js';
import type { RegistryClient } from '../harness/registry-client.js';

const WRITERS = 32;
const TAGS = Number(process.env['TAGS_PER_WRITER'] ?? (process.env['CI'] ? 50 : 500));
const ROUNDS = 20;

describeCluster('what one of three replicas has acknowledged', (shared) => {
  /** What every replica answers, each asked directly and at the same time. */
  const askAll = async (method: string, path: string): Promise<string[]> => {
    const answers = await Promise.all(shared.cluster.clients.map((client) => client.send(method, path)));
    return answers.map((answer) =>
      [answer.status, answer.header('docker-content-digest')].filter(Boolean).join(' '),
    );
  };
  const onAll = (answer: string): string[] => shared.cluster.clients.map(() => answer);

  it('is there on the others at once: a push, a tag that moves, a delete', async () => {
    const repository = 'replicas/visible';
    for (let round = 0; round < ROUNDS; round += 1) {
      const [first, second, third] = [0, 1, 2].map((offset) => shared.cluster.replica((round + offset) % 3));
      const manifest = `/v2/${repository}/manifests/moving`;
      const digest = await pushImage(first!, repository, 'moving');
      expect(await askAll('HEAD', manifest)).toEqual(onAll(`200 ${digest}`));

      const other = await anImageIn(second!, repository, `round ${round}`);
      const moved = await pushManifest(second!, repository, other, 'moving');
      expect(await askAll('GET', manifest)).toEqual(onAll(`200 ${moved}`));

      demand(await third!.delete(`/v2/${repository}/manifests/${moved}`), 202);
      expect(await askAll('HEAD', manifest)).toEqual(onAll('404'));
      expect(await askAll('GET', `/v2/${repository}/manifests/${moved}`)).toEqual(onAll('404'));
    }
  });

  it.each([
    ['kept with the facts', 1000],
    ['in the bucket', 100_000],
  ])('is there on the others at once: a blob %s, and its delete', async (_where, length) => {
    const random = new Random(length);
    for (let round = 0; round < ROUNDS; round += 1) {
      const content = random.bytes(length);
      const path = `/v2/replicas/blobs/blobs/${digestOf(content)}`;
      await pushBlob(shared.cluster.replica(round % 3), 'replicas/blobs', content);
      expect(await askAll('GET', path)).toEqual(onAll(`200 ${digestOf(content)}`));
      demand(await shared.cluster.replica((round + 1) % 3).delete(path), 202);
      expect(await askAll('HEAD', path)).toEqual(onAll('404'));
    }
  });

  it(`is listed: ${WRITERS} writers push ${TAGS} tags each to one repository, and every one is there`, async () => {
    const repository = 'replicas/tags';
    await pushBlob(shared.cluster.client, repository, '{}');
    const started = Date.now();
    const acknowledged = new Map<string, string>();
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        for (let count = 0; count < TAGS; count += 1) {
          const tag = `w${writer}-${count}`;
          const manifest = aManifest().withAnnotation('name', tag);
          const answer = await putManifest(
            shared.cluster.client,
            `/v2/${repository}/manifests/${tag}`,
            manifest,
          );
          acknowledged.set(tag, demand(answer, 201).getHeader('docker-content-digest'));
        }
      }),
    );
    const seconds = (Date.now() - started) / 1000;
    process.stdout.write(
      `tags acknowledged: ${acknowledged.size}, ${Math.round(acknowledged.size / seconds)} a second\n`,
    );
    expect(acknowledged.size).toBe(WRITERS * TAGS);
    for (const client of shared.cluster.clients)
      expect(await listTags(client, repository)).toEqual([...acknowledged.keys()].sort());
    expect(await wrongTags(shared.cluster.client, repository, acknowledged)).toEqual([]);
  }, 120_000);
});

async function listTags(client: RegistryClient, repository: string): Promise<string[]> {
  const tags: string[] = [];
  for (let page: string | undefined = `/v2/${repository}/tags/list?n=1000`; page !== undefined;) {
    const answer = demand(await client.get(page), 200);
    tags.push(...(answer.json as { tags: string[] }).tags);
    page = answer.nextPage;
  }
  return tags;
}

/** Tags that do not name what was acknowledged; some of many are looked at. */
async function wrongTags(
  client: RegistryClient,
  repository: string,
  acknowledged: ReadonlyMap<string, string>,
): Promise<string[]> {
  const every = Math.ceil(acknowledged.size / 500);
  const some = [...acknowledged].filter((_, index) => index % every === 0);
  const found = await Promise.all(some.map(([tag]) => client.head(`/v2/${repository}/manifests/${tag}`)));
  return some.flatMap(([tag, digest], index) =>
    found[index]!.header('docker-content-digest') === digest ? [] : [tag],
  );
}
