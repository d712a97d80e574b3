import type { JWK } from 'jose';
import {
  environmentOf,
  identitiesOf,
  IDENTITY_PRESETS,
  type IdentityPresetName,
} from './identity-presets.js';
import type { IssuerPlace, PresetReport } from './preset.js';
import { REGISTRY_PRESETS, type RegistryPresetName } from './registry-presets.js';

export type PresetName = IdentityPresetName | RegistryPresetName;

export const IDENTITY_PRESET_NAMES = Object.keys(IDENTITY_PRESETS) as IdentityPresetName[];
export const PRESET_NAMES = [...IDENTITY_PRESET_NAMES, ...Object.keys(REGISTRY_PRESETS)] as PresetName[];

/** Everything about a preset for this issuer. @param keys what its JWKS shows */
export function reportPreset(name: PresetName, place: IssuerPlace, keys: readonly JWK[]): PresetReport {
  return isRegistry(name) ? reportRegistry(name, place, keys) : reportIdentity(name, place);
}

function reportIdentity(name: IdentityPresetName, place: IssuerPlace): PresetReport {
  return {
    name,
    describe: IDENTITY_PRESETS[name].describe,
    environment: environmentOf(name, place),
    files: [],
    identities: identitiesOf([name]),
  };
}

function reportRegistry(name: RegistryPresetName, place: IssuerPlace, keys: readonly JWK[]): PresetReport {
  const preset = REGISTRY_PRESETS[name];
  return {
    name,
    describe: preset.describe,
    environment: preset.environment(place),
    files: 'files' in preset ? preset.files(keys) : [],
    identities: identitiesOf(['registry']),
  };
}

const isRegistry = (name: PresetName): name is RegistryPresetName => name in REGISTRY_PRESETS;
