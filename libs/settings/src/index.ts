/**
 * Settings from a YAML file and the environment, judged against a class, with every fault reported at once.
 * Not for other input: requests are judged where they arrive. Start at `readSettings`.
 */
export { describeSection, describeSettings, type SettingDescription } from './describe-settings.js';
export type { Environment } from './environment.js';
export type { KeyKind } from './key.js';
export { HIDDEN, printSettings } from './print-settings.js';
export { formatBytes, formatDuration, parseBytes, parseDuration } from './quantity.js';
export { readSection, type SectionSource } from './read-section.js';
export { readSettings, type ReadSettings, type SettingsSource } from './read-settings.js';
export { renderSettingsReport, REPORT_FORMATS, type SettingsReport } from './settings-report.js';
export type { SettingInUse } from './setting-in-use.js';
export { Bytes, Duration, FileOnly, Section, Setting } from './setting.js';
export type { SectionOptions, SettingOptions, SettingsClass } from './setting.js';
export { settingsSchema, type Choice, type SchemaOptions } from './settings-schema.js';
export type { JsonSchema } from './key-schema.js';
export { SettingsError, type Fault, type Position } from './settings-error.js';
export {
  locate,
  readSettingsFile,
  type FileSections,
  type Positions,
  type SettingsFile,
} from './settings-file.js';
