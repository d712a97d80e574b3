import {
  APPLICATION_ID,
  COMPONENT,
  CONFIGURATION,
  DOTTED_PATH,
  ENVIRONMENT_VARIABLE,
  PARAMETERS,
  deploymentProfiles,
  metadata,
} from './building-blocks.js';
import { boolean, extensible, list, record, text } from './json-schema.js';
import type { DeploymentType, Profile } from './profile.js';
import { REQUIRED_RESOURCES } from './required-resources.js';

/** One schema for the components of both types; which keys they need is told by SEM-14, as advice. */
export const UNLOCATED = record(
  {},
  {
    repository: text,
    revision: text,
    wait: boolean,
    timeout: text,
    packageLocation: text,
    keyLocation: text,
  },
);

const HELM: DeploymentType = {
  name: 'helm',
  spellings: ['helm.v3'],
  properties: UNLOCATED,
  pointer: DOTTED_PATH,
  locations: ['repository'],
};

const COMPOSE: DeploymentType = {
  name: 'compose',
  spellings: ['compose.v1'],
  properties: UNLOCATED,
  pointer: ENVIRONMENT_VARIABLE,
  locations: ['packageLocation', 'repository'],
};

const DEPLOYMENT_PROFILE = extensible(
  record(
    { type: text, id: text, components: list(extensible(COMPONENT)) },
    { description: text, requiredResources: REQUIRED_RESOURCES },
  ),
);

/** The release candidate of June 2026: id at the top, `kind`, required resources. */
export const RELEASE_CANDIDATE_2: Profile = {
  name: '1.0.0-rc.2',
  apiVersions: ['margo.org/v1-alpha1'],
  anyApiVersion: true,
  idPath: ['id'],
  kind: 'required',
  deploymentTypes: [HELM, COMPOSE],
  toleratedArchitectures: { x86_64: 'amd64' },
  schema: (types) =>
    extensible(
      record(
        {
          apiVersion: text,
          kind: text,
          id: APPLICATION_ID,
          metadata: metadata(),
          deploymentProfiles: deploymentProfiles(DEPLOYMENT_PROFILE, types),
        },
        { parameters: PARAMETERS, configuration: CONFIGURATION },
      ),
    ),
  crossReferences: [
    'target-components',
    'setting-parameters',
    'setting-schemas',
    'profile-ids',
    'component-names',
    'schema-names',
    'other-resources',
    'schema-rules',
    'reachable-parameters',
    'component-locations',
    'pointers',
    'something-to-deploy',
    'recommended-types',
  ],
};
