import type { Cursor } from '../cursor.js';
import { quoted } from '../path.js';
import { compilePattern, type LinearPattern } from '../patterns.js';
import type { DeploymentType, PointerForm } from '../profiles/profile.js';
import { deploymentProfiles, findDeploymentType, type Check, type CheckedDescription } from './check.js';

/** SEM-01 */
export const checkTargetComponents: Check = (description) => {
  const known = indexComponents(description);
  const remedy = suggest([...known.keys()]);
  for (const target of listTargets(description)) {
    for (const component of target.at('components').items()) {
      const name = component.text;
      if (name === undefined || known.has(name)) continue;
      const message = `No deployment profile has a component ${quoted(name)}. ${remedy}`;
      description.findings.add('SEM-01', component.path, { message });
    }
  }
};

/** SEM-15 */
export const checkPointers: Check = (description) => {
  const known = indexComponents(description);
  for (const target of listTargets(description)) {
    const names = target
      .at('components')
      .items()
      .map(({ text }) => text ?? '');
    const types = new Set(names.flatMap((name) => [...(known.get(name) ?? [])]));
    for (const type of types) checkPointer(description, target.at('pointer'), type);
  }
};

function checkPointer({ findings }: CheckedDescription, pointer: Cursor, type: DeploymentType): void {
  const text = pointer.text;
  if (text === undefined || !type.pointer || patternOf(type.pointer).test(text)) return;
  const message = `${quoted(text)} is not ${type.pointer.form}, which components of type ${type.name} need. ${type.pointer.remedy}.`;
  findings.add('SEM-15', pointer.path, { message });
}

const patterns = new WeakMap<PointerForm, LinearPattern>();

function patternOf(form: PointerForm): LinearPattern {
  const pattern = patterns.get(form) ?? compilePattern(form.pattern);
  patterns.set(form, pattern);
  return pattern;
}

function listTargets({ root }: CheckedDescription): Cursor[] {
  const parameters = root.at('parameters');
  return parameters.names().flatMap((name) => parameters.at(name, 'targets').items());
}

/** Deployment types of each component, by the component's name. */
function indexComponents(description: CheckedDescription): Map<string, Set<DeploymentType>> {
  const index = new Map<string, Set<DeploymentType>>();
  for (const deployment of deploymentProfiles(description)) {
    const type = findDeploymentType(description.profile, deployment);
    for (const component of deployment.at('components').items()) {
      const name = component.at('name').text;
      if (name === undefined) continue;
      const types = index.get(name) ?? new Set();
      if (type) types.add(type);
      index.set(name, types);
    }
  }
  return index;
}

const MOST_SUGGESTED = 5;

/** What could have been meant. */
export function suggest(names: readonly string[]): string {
  if (names.length === 0) return 'Add it.';
  const shown = names.slice(0, MOST_SUGGESTED).map(quoted).join(', ');
  return `Add it, or use one that is there: ${shown}${names.length > MOST_SUGGESTED ? ', …' : ''}.`;
}
