import type { PackageFacts, PackageRecord } from '../package-facts.js';

/** Facts of version 1.0.0 of the application `hello` of ACME. */
export function somePackageFacts(changes: Partial<PackageFacts> = {}): PackageFacts {
  const version = changes.version ?? '1.0.0';
  return {
    profile: '1.0.0-rc.3',
    applicationId: 'hello',
    name: 'Hello',
    version,
    versionTag: version.replace('+', '_'),
    versionOrder: version,
    isPrerelease: version.includes('-'),
    conforms: true,
    tagline: 'Says hello 100%',
    words: {
      organization: ['ACME'],
      tag: ['greeting'],
      'deployment-type': ['helm'],
      architecture: ['amd64'],
    },
    description: '{"id":"hello"}',
    ...changes,
  };
}

/** The same as a manifest carries it, checked without a finding. */
export function aPackage(changes: Partial<PackageFacts> = {}): PackageRecord {
  return {
    facts: somePackageFacts(changes),
    report: { profile: '1.0.0-rc.3', level: 'warn', findings: '[]' },
  };
}
