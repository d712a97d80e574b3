/**
 * The rules of a Margo application package. Pure: bytes in, findings and facts out; no file, no connection, no clock. What
 * a registry does with findings is decided in `apps/registry`.
 */
export { checkDescription } from './check-description.js';
export type { DescriptionOptions, DescriptionReport, PlainDescription } from './check-description.js';
export { isAcceptable, ruleLink } from './finding.js';
export type { ExaminedDocument, Finding, Severity } from './finding.js';
export { COMPATIBILITY_SWITCHES, type Compatibility, type CompatibilitySwitch } from './compatibility.js';
export { RULES, getRule, type RuleId } from './rules/catalogue.js';
export type { Rule, RuleLevel, ValidationLevel } from './rules/rule.js';
export { PROFILES, findProfile } from './profiles/catalogue.js';
export { prepareProfile } from './schema/validator.js';
export { withDeploymentType } from './profiles/profile.js';
export type { DeploymentType, PointerForm, Profile } from './profiles/profile.js';
export type { JsonSchema } from './profiles/json-schema.js';
export { DESCRIPTION_LIMITS } from './yaml/limits.js';
export type { DescriptionSource, Position } from './yaml/source.js';
export { isSemVer, tagOfVersion } from './version.js';
export { readPackageFacts } from './facts/package-facts.js';
export type { ComponentFact, PackageFacts } from './facts/package-facts.js';
export { isPrerelease, versionSortKey } from './facts/version-sort-key.js';
export { checkPackage } from './package/check-package.js';
export type { CheckedPackage, PackageCheckOptions, PackageSource } from './package/check-package.js';
export { claimsPackage, isDescriptionType, readPackageManifest } from './package/package-manifest.js';
export type { PackageLayer, PackageManifest } from './package/package-manifest.js';
export * from './package/media-types.js';
export { renderGithub } from './report/github.js';
export { renderFinding, renderLine } from './report/line.js';
export { renderSarif } from './report/sarif.js';
export { countFindings, summarize } from './report/summary.js';
export { renderText } from './report/text.js';
/** Packages from folders and archives. */
export { ArchiveError, type ArchiveErrorKind } from './folder/archive-error.js';
export { PACKAGE_ARCHIVE_LIMITS, type ArchiveLimits } from './folder/archive-entry.js';
export { buildPackage, findDescriptionFile } from './folder/build-package.js';
export type { BuiltLayer, BuiltPackage } from './folder/build-package.js';
export type { FolderFile } from './folder/folder-file.js';
export { readArchive, type Unpack } from './folder/read-archive.js';
/** Components: Compose Archives and Helm charts. */
export { checkComponent } from './component/check-component.js';
export type {
  CheckedComponent,
  ComponentCheckOptions,
  ComponentSource,
} from './component/check-component.js';
export { claimsComponent, findComponentKind, type ComponentKind } from './component/component-kind.js';
