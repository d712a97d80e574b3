import { tagOfVersion, type ComponentFact, type Finding } from '@margo-registry/margo';
import { isRepositoryName } from '@margo-registry/oci';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../access/rights/caller.js';
import type { RegistrySettings } from '../settings.js';
import { METADATA, SETTINGS } from '../storage/tokens.js';
import { ComponentReports } from './component-reports.js';

/** Who looks, and under which name they reached the registry. */
export interface Viewer {
  readonly caller: Caller;
  readonly host: string | undefined;
}

/** A component of a description, and what it is here. */
export type ResolvedComponent = ComponentFact & {
  /** Null for what is elsewhere, absent, or not for the viewer. */
  readonly digest: string | null;
  /** Null also for what is no component, where nobody looks, and beyond {@link MOST_REPORTED}. */
  readonly findings: readonly Finding[] | null;
};

interface Place {
  readonly repository: string;
  readonly tag: string;
}

type Resolved = Pick<ResolvedComponent, 'digest' | 'findings'>;

/** More than any package installs; the rest have reports of their own. */
export const MOST_REPORTED = 32;
const ELSEWHERE: Resolved = { digest: null, findings: null };

/** What the components that a package names are in this registry, at the moment of asking. */
@Injectable()
export class OwnComponents {
  constructor(
    private readonly reports: ComponentReports,
    @Inject(METADATA) private readonly metadata: MetadataStore,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  /** One after the other, each place once: a description can name thousands. */
  async resolve(components: readonly ComponentFact[], viewer: Viewer): Promise<ResolvedComponent[]> {
    const places = new Map<string, Resolved>();
    const resolved: ResolvedComponent[] = [];
    for (const component of components) {
      const key = `${component.repository ?? ''}\n${component.revision ?? ''}`;
      const known = places.get(key) ?? (await this.find(component, viewer, places.size < MOST_REPORTED));
      places.set(key, known);
      resolved.push({ ...component, ...known });
    }
    return resolved;
  }

  private async find(component: ComponentFact, viewer: Viewer, isReported: boolean): Promise<Resolved> {
    const place = this.placeOf(component, viewer);
    const row = place && (await this.metadata.queries.findManifest(place.repository, { tag: place.tag }));
    if (place === undefined || row === undefined) return ELSEWHERE;
    const report = isReported ? await this.reports.find({ ...place, row }) : undefined;
    return { digest: row.digest, findings: report?.findings ?? null };
  }

  /** Undefined for what is not of this registry, or not for the viewer. */
  private placeOf({ repository: url, revision }: ComponentFact, { caller, host }: Viewer): Place | undefined {
    const [, registry, repository = ''] = /^oci:\/\/([^/]+)\/(.+)$/.exec(url ?? '') ?? [];
    if (registry === undefined || revision === undefined || !isRepositoryName(repository)) return undefined;
    const isMine = this.ownHosts(host).includes(registry) && caller.may(repository, 'pull');
    return isMine ? { repository, tag: tagOfVersion(revision) } : undefined;
  }

  private ownHosts(host: string | undefined): (string | undefined)[] {
    const { publicUrl } = this.settings.http;
    return [host, publicUrl === undefined ? undefined : new URL(publicUrl).host];
  }
}
