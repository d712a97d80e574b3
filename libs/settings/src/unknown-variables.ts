import { fileVariableOf, type Environment } from './environment.js';
import { listKeys } from './key.js';
import { didYouMean } from './nearest-name.js';
import type { SettingsClass } from './setting.js';
import { variableOf } from './variable.js';

/** The classes whose keys make up a section; an open one has further keys that are judged elsewhere. */
export interface KnownSection {
  name: string;
  shapes: readonly SettingsClass[];
  open: boolean;
}

interface Sight {
  prefix: string;
  environment: Environment;
  /** Look only at the variables of this section. */
  within?: string;
}

/**
 * One warning for each variable with our prefix that is no setting. It is no fault, because Kubernetes adds variables
 * such as `REGISTRY_PORT=tcp://…` for a service named `registry`.
 */
export function findUnknownVariables(
  sections: readonly KnownSection[],
  { prefix, environment, within }: Sight,
): string[] {
  const known = sections.flatMap((section) =>
    section.shapes.flatMap((shape) => variablesOf(shape, prefix, section.name)),
  );
  const settingsFile = variableOf(prefix, '', 'settings');
  const open = sections
    .filter((section) => section.open)
    .map((section) => `${variableOf(prefix, section.name, '')}_`);
  const start = `${variableOf(prefix, within ?? '', '')}_`;
  return Object.keys(environment)
    .filter((name) => name.startsWith(start) && environment[name] !== undefined)
    .filter((name) => name !== settingsFile && !known.includes(name))
    .filter((name) => !open.some((prefixOfSection) => name.startsWith(prefixOfSection)))
    .map((name) => `${name} is not a setting and was ignored${didYouMean(name, known)}`);
}

function variablesOf(shape: SettingsClass, prefix: string, section: string): string[] {
  return listKeys(shape)
    .filter((key) => key.kind !== 'structures')
    .flatMap((key) => {
      const variable = variableOf(prefix, section, key.name);
      return key.secret ? [variable, fileVariableOf(variable)] : [variable];
    });
}
