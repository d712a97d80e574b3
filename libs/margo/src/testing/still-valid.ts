import type { Mutant } from './mutants.js';

/** Mutants that stay valid, and why. A mutant that is in no row must be refused. */
export interface StillValid {
  readonly because: string;
  readonly changes: readonly Mutant['change'][];
  readonly places: readonly string[];
  /** All of them unless said. */
  readonly profiles?: readonly string[];
}

const EXPRESSIONS =
  'deploymentProfiles[].deviceConstraints.eligibilityRules[].propertySelector.matchExpressions';
const LABELS = 'deploymentProfiles[].deviceConstraints.eligibilityRules[].labelSelector';
const CAPACITY = 'deploymentProfiles[].deviceConstraints.capacityRequirements';
const REQUIRED = 'deploymentProfiles[].requiredResources';
const PROPERTIES = 'deploymentProfiles[].components[].properties';
const APPLICATION = 'metadata.catalog.application';
const BEFORE_3 = ['1.0.0-rc.2', 'v1-alpha1'];

export const STILL_VALID: readonly StillValid[] = [
  {
    because: 'The key is optional, and one without a value counts as absent.',
    changes: ['drop', 'retype'],
    places: [
      'metadata.description',
      APPLICATION,
      ...['icon', 'tagline', 'descriptionFile', 'licenseFile', 'releaseNotes', 'site', 'tags'].map(
        (key) => `${APPLICATION}.${key}`,
      ),
      'metadata.catalog.author',
      'metadata.catalog.author[].name',
      'metadata.catalog.author[].email',
      'metadata.catalog.organization[].site',
      `${PROPERTIES}.wait`,
      `${PROPERTIES}.timeout`,
      'deploymentProfiles[].deviceConstraints',
      'deploymentProfiles[].deviceConstraints.eligibilityRules',
      'deploymentProfiles[].deviceConstraints.eligibilityRules[].propertySelector',
      LABELS,
      CAPACITY,
      ...['cpu', 'cpu.architectures', 'memory', 'storage'].map((key) => `${CAPACITY}.${key}`),
      REQUIRED,
      ...['cpu', 'cpu.architectures', 'memory', 'storage', 'peripherals', 'interfaces'].map(
        (key) => `${REQUIRED}.${key}`,
      ),
      `${REQUIRED}.peripherals[].manufacturer`,
      'configuration',
      'configuration.sections[].settings[].description',
      'configuration.sections[].settings[].immutable',
      ...['allowEmpty', 'minLength', 'maxLength', 'minValue', 'maxValue', 'maxPrecision'].map(
        (key) => `configuration.schema[].${key}`,
      ),
      'configuration.schema[].regexMatch',
      'configuration.schema[].options',
    ],
  },
  {
    because:
      'Up to 1.0.0-rc.2 no property of a component is required; a component that cannot be found is a warning.',
    changes: ['drop', 'retype'],
    places: ['repository', 'revision', 'packageLocation', 'keyLocation'].map((key) => `${PROPERTIES}.${key}`),
    profiles: BEFORE_3,
  },
  {
    because: 'Any text will do, of any length.',
    changes: ['rename', 'lengthen'],
    places: [
      'metadata.name',
      'metadata.description',
      ...['icon', 'tagline', 'descriptionFile', 'licenseFile', 'releaseNotes', 'site', 'tags[]'].map(
        (key) => `${APPLICATION}.${key}`,
      ),
      'metadata.catalog.author[].name',
      'metadata.catalog.organization[].name',
      'metadata.catalog.organization[].site',
      'deploymentProfiles[].id',
      'deploymentProfiles[].description',
      `${EXPRESSIONS}[].key`,
      `${EXPRESSIONS}[].values[]`,
      `${EXPRESSIONS}[].itemSelector.matchExpressions[].key`,
      `${LABELS}.matchExpressions[].key`,
      `${PROPERTIES}.packageLocation`,
      `${PROPERTIES}.keyLocation`,
      `${REQUIRED}.peripherals[].manufacturer`,
      'configuration.sections[].name',
      'configuration.sections[].settings[].name',
      'configuration.sections[].settings[].description',
      'configuration.schema[].options[]',
    ],
  },
  {
    because: 'The text has a form, and the longer one has it too.',
    changes: ['rename', 'lengthen'],
    places: ['metadata.catalog.author[].email', `${PROPERTIES}.repository`],
  },
  {
    because: 'The text has a form with a greatest length, and a few letters more still have it.',
    changes: ['rename'],
    places: ['id', 'metadata.id', 'metadata.version', `${PROPERTIES}.revision`],
  },
  {
    because: 'Before 1.0.0-rc.3 a revision has no form.',
    changes: ['lengthen'],
    places: [`${PROPERTIES}.revision`],
    profiles: BEFORE_3,
  },
  {
    because: 'The name of a component that no target names.',
    changes: ['rename', 'lengthen'],
    places: ['deploymentProfiles[].components[].name'],
    profiles: ['1.0.0-rc.3'],
  },
  {
    because: 'Advice: a warning, never refused (SEM-08, SEM-10, SEM-15, and the form of a timeout).',
    changes: ['drop', 'retype', 'rename', 'lengthen', 'repeat'],
    places: [
      'parameters.<name>.value',
      'parameters.<name>.value[]',
      'parameters.<name>.targets[].pointer',
      'configuration.schema[].regexMatch',
      `${PROPERTIES}.timeout`,
    ],
  },
  {
    because: 'Tolerated and reported: the schema allows any text as apiVersion.',
    changes: ['rename', 'lengthen'],
    places: ['apiVersion'],
    profiles: BEFORE_3,
  },
  {
    because: 'A list may have fewer entries, where nothing refers to them.',
    changes: ['drop'],
    places: [
      `${APPLICATION}.tags[]`,
      'metadata.catalog.author[]',
      'metadata.catalog.organization[]',
      'deploymentProfiles[]',
      'deploymentProfiles[].deviceConstraints.eligibilityRules[]',
      `${EXPRESSIONS}[]`,
      `${LABELS}.matchExpressions[]`,
      `${CAPACITY}.cpu.architectures[]`,
      `${REQUIRED}.cpu.architectures[]`,
      `${REQUIRED}.peripherals[]`,
      `${REQUIRED}.interfaces[]`,
      'parameters.<name>.targets[]',
      'parameters.<name>.targets[].components[]',
      'configuration.sections[]',
      'configuration.sections[].settings[]',
      'configuration.schema[].options[]',
    ],
  },
  {
    because: 'A list may have an entry twice, where entries have no name that must be unique.',
    changes: ['repeat'],
    places: [
      `${APPLICATION}.tags`,
      'metadata.catalog.author',
      'metadata.catalog.organization',
      'deploymentProfiles[].deviceConstraints.eligibilityRules',
      EXPRESSIONS,
      `${EXPRESSIONS}[].values`,
      `${EXPRESSIONS}[].itemSelector.matchExpressions`,
      `${LABELS}.matchExpressions`,
      `${CAPACITY}.cpu.architectures`,
      `${REQUIRED}.cpu.architectures`,
      `${REQUIRED}.peripherals`,
      `${REQUIRED}.interfaces`,
      'parameters.<name>.targets',
      'parameters.<name>.targets[].components',
      'configuration.sections',
      'configuration.sections[].settings',
      'configuration.schema[].options',
    ],
  },
  {
    because: 'In v1-alpha1 a deployment profile may have no id, so two may be alike.',
    changes: ['repeat'],
    places: ['deploymentProfiles'],
    profiles: ['v1-alpha1'],
  },
  {
    because: 'Values to compare with may be texts, numbers or booleans; options too.',
    changes: ['retype'],
    places: [`${EXPRESSIONS}[].values[]`, 'configuration.schema[].options[]'],
  },
  {
    because: 'The content is the vendor’s.',
    changes: ['drop', 'retype', 'rename', 'lengthen', 'add'],
    places: [
      'x-holm-extensions',
      'x-holm-extensions.fleet',
      'x-holm-extensions.fleet.ring',
      'deploymentProfiles[].components[].x-holm-extensions',
      'deploymentProfiles[].components[].x-holm-extensions.restart',
      'deploymentProfiles[].x-frost-extensions',
      'deploymentProfiles[].x-frost-extensions.tray',
    ],
  },
  {
    because: 'The properties of a custom component are free.',
    changes: ['drop', 'retype', 'rename', 'lengthen', 'add'],
    places: [PROPERTIES, `${PROPERTIES}.image`],
    profiles: ['1.0.0-rc.3'],
  },
];
