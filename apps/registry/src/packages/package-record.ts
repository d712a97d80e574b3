import { isAcceptable, type CheckedPackage, type PackageFacts as MargoFacts } from '@margo-registry/margo';
import type { PackageFacts, PackageRecord } from '@margo-registry/storage-metadata';

/** What a check says, as the metadata store keeps it. */
export function toPackageRecord(checked: CheckedPackage, level: 'enforce' | 'warn'): PackageRecord {
  const { facts, findings, profile = 'unknown' } = checked;
  return {
    facts: facts === undefined ? null : toFacts(facts, isAcceptable(findings)),
    report: { profile, level, findings: JSON.stringify(findings) },
  };
}

function toFacts(facts: MargoFacts, conforms: boolean): PackageFacts {
  const { profile, applicationId, name, version, versionTag, versionOrder, isPrerelease, tagline } = facts;
  return {
    profile,
    applicationId,
    name,
    version,
    versionTag,
    versionOrder,
    isPrerelease,
    conforms,
    tagline: tagline ?? null,
    words: {
      organization: facts.organizations,
      tag: facts.tags,
      'deployment-type': facts.deploymentTypes,
      architecture: facts.architectures,
    },
    description: JSON.stringify(facts.description),
  };
}
