import {
  APPLICATION_ID,
  COMPONENT,
  CONFIGURATION,
  DOTTED_PATH,
  PARAMETERS,
  deploymentProfiles,
  metadata,
} from './building-blocks.js';
import { list, record, text } from './json-schema.js';
import type { PointerForm, Profile } from './profile.js';
import { RELEASE_CANDIDATE_2, UNLOCATED } from './release-candidate-2.js';
import { REQUIRED_RESOURCES } from './required-resources.js';

const PREFIXED_VARIABLE: PointerForm = {
  pattern: String.raw`^(ENV\.)?[A-Za-z_][A-Za-z0-9_]*$`,
  form: 'the name of an environment variable',
  remedy: 'Write letters, digits and underscores only, such as ENV.SERVICE_PORT',
};

// In the oldest texts a deployment profile has neither id nor description.
const DEPLOYMENT_PROFILE = record(
  { type: text, components: list(COMPONENT) },
  { id: text, description: text, requiredResources: REQUIRED_RESOURCES },
);

/** The first version: id under `metadata`, no extensions. */
export const ALPHA_1: Profile = {
  ...RELEASE_CANDIDATE_2,
  name: 'v1-alpha1',
  idPath: ['metadata', 'id'],
  deploymentTypes: [
    {
      name: 'helm.v3',
      spellings: ['helm'],
      properties: UNLOCATED,
      pointer: DOTTED_PATH,
      locations: ['repository'],
    },
    {
      name: 'compose',
      spellings: ['compose.v1'],
      properties: UNLOCATED,
      pointer: PREFIXED_VARIABLE,
      locations: ['packageLocation', 'repository'],
    },
  ],
  schema: (types) =>
    record(
      {
        apiVersion: text,
        kind: text,
        metadata: metadata({ id: APPLICATION_ID }),
        deploymentProfiles: deploymentProfiles(DEPLOYMENT_PROFILE, types),
      },
      { parameters: PARAMETERS, configuration: CONFIGURATION },
    ),
};
