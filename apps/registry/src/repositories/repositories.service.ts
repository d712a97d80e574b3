import { OciError, parseRepositoryName } from '@margo-registry/oci';
import type {
  MetadataStore,
  NameRange,
  Page,
  PageRequest,
  RepositoryRow,
} from '@margo-registry/storage-metadata';
import { Inject, Injectable } from '@nestjs/common';
import { METADATA } from '../storage/tokens.js';

/** Repositories as a whole: listing them, their sizes, deleting one. A repository is made by the first commit into it. */
@Injectable()
export class RepositoriesService {
  constructor(@Inject(METADATA) private readonly metadata: MetadataStore) {}

  /** `within`: only these; all of them where it is left out. */
  listNames(page: PageRequest, within?: readonly NameRange[]): Promise<Page<string>> {
    return this.metadata.queries.listRepositories(page, within);
  }

  list(page: PageRequest, within?: readonly NameRange[]): Promise<Page<RepositoryRow>> {
    return this.metadata.queries.listRepositoryRows(page, within);
  }

  /** Throws `name-invalid` or `name-unknown`. */
  async get(text: string): Promise<RepositoryRow> {
    const name = parseRepositoryName(text);
    const row = await this.metadata.queries.findRepositoryRow(name);
    if (!row) throw new OciError('name-unknown', { detail: { repository: name } });
    return row;
  }

  /** Takes everything in it along. Throws `name-invalid` or `name-unknown`. */
  async delete(text: string): Promise<void> {
    const repository = parseRepositoryName(text);
    const { outcome } = await this.metadata.commands.deleteRepository({ repository });
    if (outcome === 'absent') throw new OciError('name-unknown', { detail: { repository } });
  }
}
