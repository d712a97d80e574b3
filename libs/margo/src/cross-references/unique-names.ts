import type { Cursor } from '../cursor.js';
import type { FindingList } from '../finding-list.js';
import { formatPath, quoted } from '../path.js';
import type { RuleId } from '../rules/catalogue.js';
import { deploymentProfiles, indexByName, type Check } from './check.js';

/** SEM-04 */
export const checkProfileIds: Check = (description) => {
  const ids = deploymentProfiles(description).map((deployment) => deployment.at('id'));
  reportTwins(ids, 'SEM-04', description.findings, 'Give each deployment profile an id of its own');
};

/** SEM-05: within a deployment profile names must differ; across them the same name is only worth a look. */
export const checkComponentNames: Check = (description) => {
  const known = new Map<string, Cursor>();
  for (const deployment of deploymentProfiles(description)) {
    const names = deployment
      .at('components')
      .items()
      .map((component) => component.at('name'));
    reportTwins(names, 'SEM-05', description.findings, 'Give each component a name of its own');
    for (const [name, place] of indexByName(names)) {
      const first = known.get(name);
      if (first) reportNamesake(name, place, first, description.findings);
      else known.set(name, place);
    }
  }
};

/** SEM-06 */
export const checkSchemaNames: Check = ({ root, findings }) => {
  const names = root
    .at('configuration', 'schema')
    .items()
    .map((schema) => schema.at('name'));
  reportTwins(names, 'SEM-06', findings, 'Give each schema a name of its own');
};

function reportTwins(names: readonly Cursor[], rule: RuleId, findings: FindingList, remedy: string): void {
  const first = indexByName(names);
  for (const place of names) {
    const name = place.text ?? '';
    const twin = first.get(name);
    if (!twin || twin === place) continue;
    const message = `${quoted(name)} is already the name at ${formatPath(twin.path)}. ${remedy}.`;
    findings.add(rule, place.path, { message });
  }
}

function reportNamesake(name: string, place: Cursor, first: Cursor, findings: FindingList): void {
  const message = `Another deployment profile also has a component ${quoted(name)} (${formatPath(first.path)}), and a target that names it means both. Use different names if they differ.`;
  findings.add('SEM-05', place.path, { message, severity: 'warning' });
}
