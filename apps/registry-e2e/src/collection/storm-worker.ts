import { digestOf } from '@margo-registry/oci/testing';
import { putManifest } from '../harness/pushes.js';
import type { Random } from '../harness/random.js';
import type { RegistryClient } from '../harness/registry-client.js';
import { StormLedger, type StormCounts, type StormManifest } from './storm-ledger.js';
import { lookAt } from './storm-look.js';
import { REPOSITORIES, StormPush } from './storm-push.js';

const TAGS = 6;
const MOST_ATTEMPTS = 200;

/** Pushes, mounts, retags and deletes, one after the other, and looks again and again whether what it was promised is whole. */
export class StormWorker {
  readonly ledger = new StormLedger();
  private readonly push: StormPush;
  private made = 0;

  constructor(
    private readonly name: string,
    private readonly client: RegistryClient,
    private readonly random: Random,
    private readonly counts: StormCounts,
  ) {
    this.push = new StormPush(client, random, counts);
  }

  async work(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const { manifests } = this.ledger;
      const roll = this.random.below(10);
      if (roll < 5 || manifests.length === 0) await this.pushManifest(isOver);
      else if (roll < 6) await this.moveTag(this.push.pick(manifests));
      else if (roll < 7) await this.deleteTag(this.push.pick(manifests));
      else if (roll < 8) await this.deleteManifest(this.push.pick(manifests));
      else await this.look(this.push.pick(manifests));
    }
  }

  /** Refused pushes begin again, as a client would that was told what is missing. */
  private async pushManifest(isOver: () => boolean): Promise<void> {
    const name = `${this.name}-${(this.made += 1)}`;
    const repository = this.push.pick(REPOSITORIES);
    const { document, contents } = this.push.compose(name);
    const manifest = {
      repository,
      document,
      digest: digestOf(document.build()),
      blobs: [...new Set(contents)].map((content) => digestOf(content)),
      tags: new Set<string>(),
    };
    for (let attempts = 0; attempts < MOST_ATTEMPTS && !isOver(); attempts += 1) {
      await this.push.bring(repository, contents);
      if (await this.tag(manifest)) return void (this.counts.pushed += 1);
    }
    if (!isOver()) this.counts.faults.push(`${name} was refused ${MOST_ATTEMPTS} times`);
  }

  /** False when it was told that content is missing. */
  private async tag(manifest: StormManifest): Promise<boolean> {
    const tag = `${this.name}-${this.random.below(TAGS)}`;
    this.ledger.uncertain = `${manifest.repository}:${tag}`;
    const answer = await putManifest(
      this.client,
      `/v2/${manifest.repository}/manifests/${tag}`,
      manifest.document,
    );
    this.ledger.uncertain = undefined;
    if (answer.status === 201) {
      this.ledger.point(manifest, tag);
      return true;
    }
    if (answer.codes.join() === 'MANIFEST_BLOB_UNKNOWN') this.counts.refused += 1;
    else this.counts.faults.push(`a push was answered with ${answer.status}: ${answer.text}`);
    return false;
  }

  /** The manifest that loses the tag may be collected from then on, and so may this one if it was; then its content is, too. */
  private async moveTag(manifest: StormManifest): Promise<void> {
    if (await this.tag(manifest)) this.counts.moved += 1;
    else if (manifest.tags.size > 0)
      this.counts.faults.push(`${manifest.digest} had a tag, but its content was missing`);
    else this.ledger.forget(manifest);
  }

  private async deleteTag(manifest: StormManifest): Promise<void> {
    const [tag] = manifest.tags;
    if (tag === undefined) return;
    this.ledger.uncertain = `${manifest.repository}:${tag}`;
    const { status } = await this.client.delete(`/v2/${manifest.repository}/manifests/${tag}`);
    this.ledger.uncertain = undefined;
    if (status !== 202)
      this.counts.faults.push(`the tag ${tag} was there, but its deletion answers ${status}`);
    manifest.tags.delete(tag);
  }

  private async deleteManifest(manifest: StormManifest): Promise<void> {
    const { repository, digest, tags } = manifest;
    const wasTagged = tags.size > 0;
    this.ledger.forget(manifest);
    const { status } = await this.client.delete(`/v2/${repository}/manifests/${digest}`);
    if (status !== 202 && (wasTagged || status !== 404))
      this.counts.faults.push(`${digest} was there, but its deletion answers ${status}`);
    this.counts.deleted += 1;
  }

  private async look(manifest: StormManifest): Promise<void> {
    this.counts.looks += 1;
    const sight = await lookAt(this.client, manifest);
    if (sight === 'absent') this.ledger.forget(manifest);
    if (sight === 'whole' || (sight === 'absent' && manifest.tags.size === 0)) return;
    this.counts.faults.push(`${manifest.repository}@${manifest.digest} is ${sight}`);
  }
}
