import { Inject, Injectable } from '@nestjs/common';
import type { MargoSettings } from '../packages/margo-settings.js';
import type { RegistrySettings, RepositoryRule } from '../settings.js';
import { matchesPattern } from './repository-pattern.js';
import { SETTINGS } from '../storage/tokens.js';

/** How packages of a repository are judged. */
export type PackagePolicy = Pick<MargoSettings, 'validation' | 'profile' | 'aliases'>;

/** What the settings say of one repository: the longest pattern that matches decides, then the general setting. */
@Injectable()
export class RepositoryPolicy {
  private readonly rules: readonly RepositoryRule[];

  constructor(@Inject(SETTINGS) private readonly settings: RegistrySettings) {
    this.rules = [...settings.repositories].sort((a, b) => b.pattern.length - a.pattern.length);
  }

  references(repository: string): 'require' | 'accept' {
    return this.find(repository, 'references') ?? this.settings.manifests.references;
  }

  margo(repository: string): PackagePolicy {
    const { validation, profile, aliases } = this.settings.margo;
    return {
      validation: this.find(repository, 'validation') ?? validation,
      profile: this.find(repository, 'profile') ?? profile,
      aliases,
    };
  }

  private find<Key extends keyof RepositoryRule>(
    repository: string,
    key: Key,
  ): RepositoryRule[Key] | undefined {
    return this.rules.find((rule) => rule[key] !== undefined && matchesPattern(rule.pattern, repository))?.[
      key
    ];
  }
}
