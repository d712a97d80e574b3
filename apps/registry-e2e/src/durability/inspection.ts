import { digestOf } from '@margo-registry/oci/testing';
import type { RegistryClient } from '../harness/registry-client.js';
import { UploadSession } from '../harness/upload-session.js';
import type { Ledger, Unfinished } from './ledger.js';
import { REPOSITORY } from './pushers.js';

interface ManifestJson {
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string }[];
}

/** Looks at everything that there is and everything that was promised; one sentence for each thing that is wrong. */
export class Inspection {
  readonly faults: string[] = [];

  constructor(
    private readonly client: RegistryClient,
    private readonly ledger: Ledger,
  ) {}

  async run(): Promise<readonly string[]> {
    await inTens([...this.ledger.blobs], (digest) => this.checkBlob(digest, 'acknowledged'));
    await inTens([...this.ledger.attempts], (digest) => this.checkAttempt(digest));
    await inTens([...this.ledger.manifests], (digest) => this.checkManifest(digest));
    await inTens([...this.ledger.tags], ([tag, digest]) => this.checkTag(tag, digest));
    const listed = await this.listTags();
    const absent = [...this.ledger.tags.keys()].filter((tag) => !listed.has(tag));
    this.faults.push(...absent.map((tag) => `the tag ${tag} was acknowledged, but is not listed`));
    await inTens([...listed], (tag) => this.checkManifest(tag));
    await inTens([...this.ledger.uploads], ([location, upload]) => this.checkUpload(location, upload));
    return this.faults;
  }

  private async checkBlob(digest: string, why: string): Promise<void> {
    const answer = await this.client.get(`/v2/${REPOSITORY}/blobs/${digest}`);
    if (answer.status !== 200) this.faults.push(`the blob ${digest} (${why}) answers ${answer.status}`);
    else if (digestOf(answer.body) !== digest)
      this.faults.push(`the blob ${digest} (${why}) has other bytes`);
  }

  private async checkAttempt(digest: string): Promise<void> {
    const { status } = await this.client.head(`/v2/${REPOSITORY}/blobs/${digest}`);
    if (status !== 404) await this.checkBlob(digest, 'not acknowledged');
  }

  /** Also of what nobody acknowledged: whatever is visible has to be whole. */
  private async checkManifest(reference: string): Promise<void> {
    const answer = await this.client.get(`/v2/${REPOSITORY}/manifests/${reference}`);
    if (answer.status !== 200)
      return void this.faults.push(`the manifest ${reference} answers ${answer.status}`);
    if (digestOf(answer.body) !== answer.header('docker-content-digest'))
      this.faults.push(`the manifest ${reference} has other bytes`);
    const { config, layers } = answer.json as ManifestJson;
    for (const { digest } of [config, ...layers])
      await this.checkBlob(digest, `of the manifest ${reference}`);
  }

  private async checkTag(tag: string, digest: string): Promise<void> {
    const found = (await this.client.head(`/v2/${REPOSITORY}/manifests/${tag}`)).header(
      'docker-content-digest',
    );
    if (found !== digest)
      this.faults.push(`the tag ${tag} was acknowledged for ${digest}, but names ${found}`);
  }

  private async listTags(): Promise<ReadonlySet<string>> {
    const tags = new Set<string>();
    for (let page: string | undefined = `/v2/${REPOSITORY}/tags/list`; page !== undefined;) {
      const answer = await this.client.get(page);
      if (answer.status !== 200) break;
      for (const tag of (answer.json as { tags: string[] }).tags) tags.add(tag);
      page = answer.nextPage;
    }
    return tags;
  }

  /** An unfinished upload holds at least what was acknowledged. */
  private async checkUpload(location: string, { acknowledged }: Unfinished): Promise<void> {
    const { status, stored } = await this.askStatus(location);
    if (status === 204 && stored >= acknowledged) return;
    this.faults.push(`an upload with ${acknowledged} acknowledged bytes answers ${status} with ${stored}`);
  }

  /** Goes on with every unfinished upload from where its status says, to its end. */
  async completeUploads(): Promise<readonly string[]> {
    await Promise.all([...this.ledger.uploads].map(([location, upload]) => this.complete(location, upload)));
    this.ledger.uploads.clear();
    return this.faults;
  }

  private async complete(location: string, { content }: Unfinished): Promise<void> {
    const { stored } = await this.askStatus(location);
    const digest = digestOf(content);
    const closed = await UploadSession.at(this.client, location).close(digest, content.subarray(stored));
    if (closed.status === 201) await this.checkBlob(digest, 'completed after a kill');
    else
      this.faults.push(
        `an upload that stood at ${stored} of ${content.length} ends with ${closed.status}: ${closed.text}`,
      );
  }

  private async askStatus(location: string): Promise<{ status: number; stored: number }> {
    const answer = await UploadSession.at(this.client, location).status();
    const end = Number(answer.header('range')?.split('-')[1]);
    // `0-0` is said of one byte too, but no chunk is that short.
    return { status: answer.status, stored: end === 0 ? 0 : end + 1 };
  }
}

async function inTens<T>(things: readonly T[], look: (thing: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < things.length; start += 10)
    await Promise.all(things.slice(start, start + 10).map(look));
}
