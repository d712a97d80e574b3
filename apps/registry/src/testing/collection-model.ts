/** A small world for the property of the collector: what may be pushed, and what refers to what. */
export const REPOSITORIES = ['model/one', 'model/two'] as const;
export const TAGS = ['a', 'b'] as const;
export const EMPTY = '{}';
export const BLOBS = [EMPTY, 'small', 'large 1', 'large 2'] as const;
export const MANIFESTS: Readonly<Record<string, Shape>> = {
  app: { blobs: [EMPTY, 'small', 'large 1'], children: [] },
  tool: { blobs: [EMPTY, 'large 1', 'large 2'], children: [] },
  index: { blobs: [], children: ['app'] },
  nested: { blobs: [], children: ['index', 'tool'] },
  signature: { blobs: [EMPTY, 'small'], children: [], subject: 'app' },
  note: { blobs: ['large 2'], children: [], subject: 'signature' },
};

interface Shape {
  readonly blobs: readonly string[];
  readonly children: readonly string[];
  readonly subject?: string;
}

export interface Limits {
  readonly grace: number;
  readonly untagged: number | 'never';
  readonly freshFor: number;
}

/** What can be seen of a repository from outside. */
export interface Seen {
  readonly links: ReadonlySet<string>;
  readonly manifests: ReadonlySet<string>;
}

/** One repository as it ought to be: each thing with the time of its last touch. */
export class RepositoryModel {
  readonly links = new Map<string, number>();
  readonly manifests = new Map<string, number>();
  readonly tags = new Map<string, string>();

  constructor(private readonly limits: Limits) {}

  record(name: string, tag: string | undefined, now: number): boolean {
    const { blobs, children } = MANIFESTS[name]!;
    const isComplete =
      blobs.every((blob) => this.links.has(blob)) && children.every((child) => this.manifests.has(child));
    if (!isComplete) return false;
    this.manifests.set(name, now);
    if (tag === undefined) return true;
    this.touch(this.manifests, [this.tags.get(tag) ?? ''], now);
    this.tags.set(tag, name);
    return true;
  }

  deleteTag(tag: string, now: number): boolean {
    this.touch(this.manifests, [this.tags.get(tag) ?? ''], now);
    return this.tags.delete(tag);
  }

  deleteManifest(name: string, now: number): boolean {
    if (!this.manifests.has(name) || this.parentsOf(name).length > 0) return false;
    this.remove(name, now);
    return true;
  }

  unlink(blob: string): boolean {
    return !this.isUsed(blob) && this.links.delete(blob);
  }

  /** Sentences about what went too early or stayed too long; what could do either is taken over as it is seen. */
  collect(seen: Seen, now: number): string[] {
    const { untagged, grace } = this.limits;
    const loose = untagged === 'never' ? [] : [...this.manifests.keys()].filter((name) => this.isLoose(name));
    const faults = this.compare(this.manifests, seen.manifests, {
      loose,
      before: untagged === 'never' ? 0 : now - untagged,
    });
    for (const name of loose) if (!seen.manifests.has(name)) this.remove(name, now);
    // A repository that holds nothing else goes as a whole.
    if (this.manifests.size + seen.links.size === 0) this.links.delete(EMPTY);
    const idle = [...this.links.keys()].filter((blob) => blob !== EMPTY && !this.isUsed(blob));
    faults.push(...this.compare(this.links, seen.links, { loose: idle, before: now - grace }));
    for (const blob of idle) if (!seen.links.has(blob)) this.links.delete(blob);
    return faults;
  }

  private compare(
    there: ReadonlyMap<string, number>,
    seen: ReadonlySet<string>,
    { loose, before }: { readonly loose: readonly string[]; readonly before: number },
  ): string[] {
    const faults: string[] = [];
    for (const [name, touchedAt] of there) {
      const mayGo = loose.includes(name) && touchedAt - this.limits.freshFor < before;
      const mustGo = loose.includes(name) && touchedAt < before;
      if (!mayGo && !seen.has(name)) faults.push(`${name} went too early`);
      if (mustGo && seen.has(name)) faults.push(`${name} stayed too long`);
    }
    return [...faults, ...[...seen].filter((name) => !there.has(name)).map((name) => `${name} came back`)];
  }

  private isLoose(name: string): boolean {
    const { subject } = MANIFESTS[name]!;
    const isTagged = [...this.tags.values()].includes(name);
    return !isTagged && this.parentsOf(name).length === 0 && !this.manifests.has(subject ?? '');
  }

  private parentsOf(name: string): string[] {
    return [...this.manifests.keys()].filter((parent) => MANIFESTS[parent]!.children.includes(name));
  }

  private isUsed(blob: string): boolean {
    return [...this.manifests.keys()].some((name) => MANIFESTS[name]!.blobs.includes(blob));
  }

  /** What it held begins its time. */
  private remove(name: string, now: number): void {
    this.manifests.delete(name);
    for (const [tag, target] of this.tags) if (target === name) this.tags.delete(tag);
    this.touch(this.links, MANIFESTS[name]!.blobs, now);
    this.touch(this.manifests, MANIFESTS[name]!.children, now);
    const referrers = Object.keys(MANIFESTS).filter((other) => MANIFESTS[other]!.subject === name);
    this.touch(this.manifests, referrers, now);
  }

  private touch(things: Map<string, number>, names: readonly string[], now: number): void {
    for (const name of names) if (things.has(name)) things.set(name, now);
  }
}
