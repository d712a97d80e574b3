import { Inject, Injectable } from '@nestjs/common';
import type { RegistrySettings, RepositoryRule } from '../settings.js';
import { matchesPattern } from './repository-pattern.js';
import { SETTINGS } from '../storage/tokens.js';

/** What the settings say of one repository: the longest pattern that matches decides, then the general setting. */
@Injectable()
export class RepositoryPolicy {
  private readonly rules: readonly RepositoryRule[];

  constructor(@Inject(SETTINGS) private readonly settings: RegistrySettings) {
    this.rules = [...settings.repositories].sort((a, b) => b.pattern.length - a.pattern.length);
  }

  references(repository: string): 'require' | 'accept' {
    const rule = this.rules.find(
      ({ pattern, references }) => references !== undefined && matchesPattern(pattern, repository),
    );
    return rule?.references ?? this.settings.manifests.references;
  }
}
