import {
  isAcceptable,
  tagOfVersion,
  type CheckedPackage,
  type PackageFacts as MargoFacts,
} from '@margo-registry/margo';
import type { PackageFacts, PackageRecord } from '@margo-registry/storage-metadata';

/** What a check says, as the metadata store keeps it. */
export function toPackageRecord(checked: CheckedPackage, level: 'enforce' | 'warn'): PackageRecord {
  const { facts, findings, description, profile = 'unknown' } = checked;
  const conforms = isAcceptable(findings);
  return {
    facts:
      facts === undefined
        ? null
        : { ...toFacts(facts), profile, conforms, description: JSON.stringify(description?.description) },
    report: { profile, level, findings: JSON.stringify(findings) },
  };
}

function toFacts(facts: MargoFacts): Omit<PackageFacts, 'profile' | 'conforms' | 'description'> {
  const { applicationId, name, version, isPrerelease, tagline } = facts;
  return {
    applicationId,
    name,
    version,
    versionTag: tagOfVersion(version),
    versionOrder: facts.versionSortKey,
    isPrerelease,
    tagline: tagline ?? null,
    words: {
      organization: facts.organizations,
      tag: facts.tags,
      'deployment-type': facts.deploymentTypes,
      architecture: facts.architectures,
    },
  };
}
