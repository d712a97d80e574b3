import { OCI_CONFIG, OCI_EMPTY, OCI_INDEX, OCI_MANIFEST, referrersFallbackTag } from '@margo-registry/oci';
import {
  aDescriptor,
  aManifest,
  anIndex,
  digestOf,
  type DocumentBuilder,
  type JsonDescriptor,
} from '@margo-registry/oci/testing';
import type { Answer } from '../harness/answer.js';
import { anImageIn, demand, pushBlob, pushManifest, putManifest } from '../harness/pushes.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';

const REPOSITORY = 'referrers';
const EMPTY_LIST = `{"schemaVersion":2,"mediaType":"${OCI_INDEX}","manifests":[]}`;

describe('the list of referrers', () => {
  const shared = shareRegistry();
  const list = (subject: { digest: string }, query = '') =>
    shared.client.get(`/v2/${REPOSITORY}/referrers/${subject.digest}${query}`);
  const listed = (answer: Answer) => (demand(answer, 200).json as { manifests: JsonDescriptor[] }).manifests;
  const digests = (answer: Answer) => listed(answer).map(({ digest }) => digest);
  const push = (document: DocumentBuilder, reference?: string) =>
    pushManifest(shared.client, REPOSITORY, document, reference);

  beforeAll(() => pushBlob(shared.client, REPOSITORY, '{}'));

  it('33 referrers-empty: of a random digest, even in an unknown repository, is an empty index of exact type [END12-01, END12-02, HDR-02]', async () => {
    for (const repository of [REPOSITORY, 'referrers/unknown']) {
      const answer = await shared.client.get(`/v2/${repository}/referrers/${digestOf('random')}`);
      expect([answer.status, answer.text, answer.header('content-type')]).toEqual([
        200,
        EMPTY_LIST,
        OCI_INDEX,
      ]);
      expect(answer.header('oci-filters-applied')).toBeUndefined();
    }
  });

  it('33 referrers-empty: of a malformed digest answers 400 [END12-02, DIG-06]', async () => {
    expectRefusal(await list({ digest: 'sha256:short' }), 'digest-invalid');
    expectRefusal(await list({ digest: 'latest' }), 'digest-invalid');
  });

  it('32 subject-first: a referrer comes before its subject, answers OCI-Subject, and stays listed when the subject comes [END7-12, END12-05, END7-10]', async () => {
    const subject = await anImageIn(shared.client, REPOSITORY, 'late');
    const referrer = aManifest()
      .withSubject(subject.describe())
      .withArtifactType('application/vnd.signature');
    const answer = await putManifest(
      shared.client,
      `/v2/${REPOSITORY}/manifests/${digestOf(referrer.build())}`,
      referrer,
    );
    expect([answer.status, answer.header('oci-subject')]).toEqual([201, subject.describe().digest]);
    const before = await list(subject.describe());
    expect(digests(before)).toEqual([referrer.describe().digest]);
    await push(subject);
    expect((await list(subject.describe())).text).toBe(before.text);
  });

  it('answers no OCI-Subject for a manifest without subject [END7-12]', async () => {
    const answer = await putManifest(shared.client, `/v2/${REPOSITORY}/manifests/plain`, aManifest());
    expect(answer.header('oci-subject')).toBeUndefined();
  });

  it('describes images and indexes: type, digest, size, artifactType and annotations [END12-03, END12-04]', async () => {
    const subject = aDescriptor('described', OCI_MANIFEST);
    const typed = aManifest()
      .withSubject(subject)
      .withArtifactType('application/vnd.typed')
      .withAnnotation('who', 'typed');
    const untyped = aManifest().withSubject(subject).withConfig(aDescriptor('{}', 'application/vnd.config'));
    const plain = anIndex().withSubject(subject);
    for (const document of [typed, untyped, plain]) await push(document);
    const byDigest = new Map(
      listed(await list(subject)).map((descriptor) => [descriptor.digest, descriptor]),
    );
    expect(byDigest.get(typed.describe().digest)).toEqual({
      ...typed.describe(),
      artifactType: 'application/vnd.typed',
      annotations: { who: 'typed' },
    });
    expect(byDigest.get(untyped.describe().digest)).toEqual({
      ...untyped.describe(),
      artifactType: 'application/vnd.config',
    });
    expect(byDigest.get(plain.describe().digest)).toEqual(plain.describe());
    expect(byDigest.size).toBe(3);
  });

  it('holds no referrer of another repository [END12-03]', async () => {
    const subject = aDescriptor('shared subject', OCI_MANIFEST);
    await push(aManifest().withSubject(subject));
    expect((await shared.client.get(`/v2/referrers/unknown/referrers/${subject.digest}`)).text).toBe(
      EMPTY_LIST,
    );
  });

  it('loses a referrer with its delete, and none with the delete of the subject [END12-05, END9-05]', async () => {
    const subject = await anImageIn(shared.client, REPOSITORY, 'deleted subject');
    const [first, second] = [
      aManifest().withSubject(subject.describe()),
      anIndex().withSubject(subject.describe()),
    ];
    for (const document of [subject, first, second]) await push(document);
    demand(await shared.client.delete(`/v2/${REPOSITORY}/manifests/${subject.describe().digest}`), 202);
    expect(digests(await list(subject.describe())).sort()).toEqual(
      [first.describe().digest, second.describe().digest].sort(),
    );
    demand(await shared.client.delete(`/v2/${REPOSITORY}/manifests/${first.describe().digest}`), 202);
    expect(digests(await list(subject.describe()))).toEqual([second.describe().digest]);
  });

  it('34 referrers-filter-page: filters by artifactType, says so, and keeps the filter from page to page [END12-06, END12-07]', async () => {
    const subject = aDescriptor('filtered', OCI_MANIFEST);
    const wanted: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      wanted.push(
        await push(
          aManifest().withSubject(subject).withArtifactType('a/wanted+x').withAnnotation('n', `${index}`),
        ),
      );
      await push(
        aManifest().withSubject(subject).withArtifactType('a/other').withAnnotation('n', `${index}`),
      );
    }
    const found: string[] = [];
    for (let path: string | undefined = '?artifactType=a%2Fwanted%2Bx&n=3'; path !== undefined;) {
      const page: Answer = path.startsWith('?') ? await list(subject, path) : await shared.client.get(path);
      expect(page.header('oci-filters-applied')).toBe('artifactType');
      expect(digests(page).length).toBeLessThanOrEqual(3);
      found.push(...digests(page));
      path = page.nextPage;
    }
    expect(found.sort()).toEqual(wanted.sort());
    expect(digests(await list(subject))).toHaveLength(14);
  });

  it('takes several artifactTypes as alternatives [END12-10]', async () => {
    const subject = aDescriptor('alternatives', OCI_MANIFEST);
    for (const type of ['a/one', 'a/two', 'a/three'])
      await push(aManifest().withSubject(subject).withArtifactType(type));
    const answer = await list(subject, '?artifactType=a/one&artifactType=a/three');
    expect(
      listed(answer)
        .map(({ artifactType }) => artifactType)
        .sort(),
    ).toEqual(['a/one', 'a/three']);
    expect(answer.header('oci-filters-applied')).toBe('artifactType');
  });

  it('filters by the media type of the config where there is no artifactType [END12-04, END12-06]', async () => {
    const subject = aDescriptor('by config', OCI_MANIFEST);
    const digest = await push(aManifest().withSubject(subject));
    expect(digests(await list(subject, `?artifactType=${encodeURIComponent(OCI_CONFIG)}`))).toEqual([digest]);
    expect(digests(await list(subject, `?artifactType=${encodeURIComponent(OCI_EMPTY)}`))).toEqual([]);
  });

  it('stays below 4 MiB a page, and the pages have them all [END12-07]', async () => {
    const subject = aDescriptor('annotated at length', OCI_MANIFEST);
    for (let index = 0; index < 6; index += 1) {
      await push(
        aManifest()
          .withSubject(subject)
          .withAnnotation('long', `${index}`.repeat(1024 * 1024)),
      );
    }
    const found: string[] = [];
    for (
      let path: string | undefined = `/v2/${REPOSITORY}/referrers/${subject.digest}`;
      path !== undefined && found.length < 7;
    ) {
      const page: Answer = await shared.client.get(path);
      expect(page.body.length).toBeLessThan(4 * 1024 * 1024);
      found.push(...digests(page));
      path = page.nextPage;
    }
    expect(new Set(found).size).toBe(6);
    expect(found).toHaveLength(6);
  });

  it('finds a manifest that a fallback tag lists by the subject in the manifest itself [END12-08, END12-09]', async () => {
    const subject = await anImageIn(shared.client, REPOSITORY, 'fallback');
    await push(subject);
    const referrer = aManifest().withSubject(subject.describe()).withArtifactType('application/vnd.old');
    await push(referrer);
    const tag = referrersFallbackTag(subject.describe().digest);
    await push(anIndex().withManifest(referrer.describe()), tag);
    expect(digests(await list(subject.describe()))).toEqual([referrer.describe().digest]);
    expect((await shared.client.get(`/v2/${REPOSITORY}/manifests/${tag}`)).header('content-type')).toBe(
      OCI_INDEX,
    );
  });

  it('leaves the fallback tag an ordinary tag: it moves and goes like others [END12-09]', async () => {
    const tag = referrersFallbackTag(digestOf('subject', 'sha512'));
    await push(anIndex().withAnnotation('state', 'first'), tag);
    const second = await push(anIndex().withAnnotation('state', 'second'), tag);
    expect(
      (await shared.client.head(`/v2/${REPOSITORY}/manifests/${tag}`)).header('docker-content-digest'),
    ).toBe(second);
    expect((await shared.client.delete(`/v2/${REPOSITORY}/manifests/${tag}`)).status).toBe(202);
  });

  it('compares the subject as it was written: sha512 is another subject than sha256 of the same bytes [END12-11]', async () => {
    const long = aDescriptor('two spellings', OCI_MANIFEST, 'sha512');
    const digest = await push(aManifest().withSubject(long));
    expect(digests(await list(long))).toEqual([digest]);
    expect(digests(await list(aDescriptor('two spellings')))).toEqual([]);
  });
});
