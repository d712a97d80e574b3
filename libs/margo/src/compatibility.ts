/**
 * Deviations that real tools and published examples need. Each is on unless it is switched off, and whatever one lets
 * through is reported with its name.
 */
export const COMPATIBILITY_SWITCHES = {
  kind: '`kind: ApplicationDescription` in a profile that no longer has it: packaging and conformance tools still demand it',
  'package-location':
    '`packageLocation` and `keyLocation` beside `repository` and `revision`: a conformance tool still demands the former',
  'contains-any-spelling':
    'The operator `ContainersAny`, as the published list of operators misspells `ContainsAny`',
  'type-spelling':
    'Names of deployment types from a neighbouring profile, such as `helm.v3`: published examples have them',
  'api-version':
    'Other values of `apiVersion` in 1.0.0-rc.2, whose schema allows any text; they were proposed in reviews',
  architecture: 'The architecture `x86_64` in profiles whose published examples use it for `amd64`',
  'license-kind':
    'The kind `license` in the media type of the licence, as a packaging tool writes it for `licenseFile`',
  'generic-layers':
    'Media types of resources that say nothing of Margo, such as `text/markdown`: the kind is told by annotation or title',
} as const satisfies Record<string, string>;

export type CompatibilitySwitch = keyof typeof COMPATIBILITY_SWITCHES;

/** Switches to set; what is not named is on. */
export type Compatibility = Partial<Readonly<Record<CompatibilitySwitch, boolean>>>;

export function isTolerated(compatibility: Compatibility, name: CompatibilitySwitch): boolean {
  return compatibility[name] !== false;
}
