import type { Answer } from '../harness/answer.js';
import { demand, pushBlob, pushImage, pushManifest } from '../harness/pushes.js';
import type { RegistryClient } from '../harness/registry-client.js';
import { aManifest } from '@margo-registry/oci/testing';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';

const REPOSITORY = 'tags/paged';
const LIST = `/v2/${REPOSITORY}/tags/list`;
const LONG = `z${'-'.repeat(127)}`;
/** In byte order: digits, capitals, the underscore, small letters. */
const IN_ORDER = [
  '0.1',
  '1.10.0',
  '1.2.0',
  'A',
  'Z.z',
  '_',
  'a',
  'a-b',
  'a.b',
  'aB',
  'a_b',
  'ab',
  'latest',
  LONG,
];

describe('the list of tags', () => {
  const shared = shareRegistry();
  const tagsOf = (answer: Answer) => (demand(answer, 200).json as { tags: string[] }).tags;

  beforeAll(async () => {
    await pushBlob(shared.client, REPOSITORY, '{}');
    for (const tag of [...IN_ORDER].reverse())
      await pushManifest(shared.client, REPOSITORY, aManifest(), tag);
  });

  it('38 tag-paging: has every tag in byte order, with the name of the repository [END8-01, END8-02]', async () => {
    const answer = await shared.client.get(LIST);
    expect(answer.json).toEqual({ name: REPOSITORY, tags: IN_ORDER });
    expect([answer.header('content-type'), answer.header('link')]).toEqual(['application/json', undefined]);
  });

  it.each([1, 3, 5, 13])(
    '38 tag-paging: pages of %d join to the whole by following the relative Link [END8-03, END8-05]',
    async (n) => {
      const pages = await readPages(shared.client, `${LIST}?n=${n}`);
      expect(pages.flatMap(tagsOf)).toEqual(IN_ORDER);
      for (const page of pages.slice(0, -1)) expect(tagsOf(page)).toHaveLength(n);
      expect(
        pages.slice(0, -1).map((page) => page.nextPage?.startsWith(`${LIST}?n=${n}&last=`)),
      ).not.toContain(false);
    },
  );

  it('38 tag-paging: a page that ends with the last tag has no Link [END8-03]', async () => {
    const answer = await shared.client.get(`${LIST}?n=${IN_ORDER.length}`);
    expect([tagsOf(answer).length, answer.header('link')]).toEqual([IN_ORDER.length, undefined]);
  });

  it('38 tag-paging: last names a tag that need not exist, with and without n [END8-04]', async () => {
    expect(tagsOf(await shared.client.get(`${LIST}?last=a`))).toEqual(IN_ORDER.slice(7));
    expect(tagsOf(await shared.client.get(`${LIST}?last=a0`))).toEqual(IN_ORDER.slice(9));
    expect(tagsOf(await shared.client.get(`${LIST}?n=2&last=a0`))).toEqual(IN_ORDER.slice(9, 11));
    expect(tagsOf(await shared.client.get(`${LIST}?last=${LONG}`))).toEqual([]);
    expect(tagsOf(await shared.client.get(`${LIST}?last=~`))).toEqual([]);
  });

  it('38 tag-paging: n=0 answers an empty list without Link [END8-03]', async () => {
    const answer = await shared.client.get(`${LIST}?n=0`);
    expect([answer.text, answer.header('link')]).toEqual([`{"name":"${REPOSITORY}","tags":[]}`, undefined]);
  });

  it('takes any large n and refuses one that is no number [END8-06]', async () => {
    expect(tagsOf(await shared.client.get(`${LIST}?n=99999999999999999999`))).toEqual(IN_ORDER);
    for (const n of ['-1', 'abc', '1.5', '', '%2B1']) {
      expectRefusal(await shared.client.get(`${LIST}?n=${n}`), 'page-size-invalid');
    }
  });

  it('goes on behind the last tag seen, whatever was pushed or deleted meanwhile [END8-08]', async () => {
    for (const tag of ['b', 'd', 'f', 'h']) await pushImage(shared.client, 'tags/stable', tag);
    const first = await shared.client.get('/v2/tags/stable/tags/list?n=2');
    expect(tagsOf(first)).toEqual(['b', 'd']);
    await pushImage(shared.client, 'tags/stable', 'a');
    await pushImage(shared.client, 'tags/stable', 'c');
    demand(await shared.client.delete('/v2/tags/stable/manifests/d'), 202);
    expect(tagsOf(await shared.client.get(first.nextPage!))).toEqual(['f', 'h']);
  });

  it('names tags only, and a deleted one is gone at once [END8-07]', async () => {
    await pushBlob(shared.client, 'tags/only', '{}');
    await pushManifest(shared.client, 'tags/only', aManifest());
    expect((await shared.client.get('/v2/tags/only/tags/list')).text).toBe('{"name":"tags/only","tags":[]}');
    await pushManifest(shared.client, 'tags/only', aManifest(), 'v1');
    expect(tagsOf(await shared.client.get('/v2/tags/only/tags/list'))).toEqual(['v1']);
    demand(await shared.client.delete('/v2/tags/only/manifests/v1'), 202);
    expect(tagsOf(await shared.client.get('/v2/tags/only/tags/list'))).toEqual([]);
  });

  it('of an unknown repository answers 404 NAME_UNKNOWN [END8-01]', async () => {
    expectRefusal(await shared.client.get('/v2/tags/absent/tags/list'), 'name-unknown');
    expect((await shared.client.head('/v2/tags/absent/tags/list')).status).toBe(404);
  });
});

/** Every page from `path` on; at most 50. */
async function readPages(client: RegistryClient, path: string): Promise<Answer[]> {
  const pages: Answer[] = [];
  for (
    let next: string | undefined = path;
    next !== undefined && pages.length < 50;
    next = pages.at(-1)!.nextPage
  ) {
    pages.push(await client.get(next));
  }
  return pages;
}
