import type { Cursor } from '../cursor.js';
import { quoted } from '../path.js';
import { type Check, type CheckedDescription } from './check.js';
import { suggest } from './targets.js';

/** SEM-02 */
export const checkSettingParameters: Check = (description) => {
  const parameters = description.root.at('parameters');
  const remedy = suggest(parameters.names());
  for (const { parameter } of listSettings(description)) {
    const name = parameter.text;
    if (name === undefined || parameters.has(name)) continue;
    const message = `There is no parameter ${quoted(name)}. ${remedy}`;
    description.findings.add('SEM-02', parameter.path, { message });
  }
};

/** SEM-03 */
export const checkSettingSchemas: Check = (description) => {
  const schemas = indexSchemas(description);
  const remedy = suggest([...schemas.keys()]);
  for (const { schema } of listSettings(description)) {
    const name = schema.text;
    if (name === undefined || schemas.has(name)) continue;
    const message = `There is no schema ${quoted(name)} in configuration.schema. ${remedy}`;
    description.findings.add('SEM-03', schema.path, { message });
  }
};

/** SEM-09 */
export const checkReachableParameters: Check = (description) => {
  const parameters = description.root.at('parameters');
  const set = new Set(listSettings(description).map(({ parameter }) => parameter.text));
  for (const name of parameters.names()) {
    const place = parameters.at(name);
    if (place.at('value').exists || set.has(name)) continue;
    const message = `The parameter ${quoted(name)} has neither a default value nor a setting, so it never gets a value. Add a value, or a setting in configuration.sections.`;
    description.findings.add('SEM-09', place.path, { message, at: 'key' });
  }
};

/** A setting with the places of what it names. */
export interface Setting {
  readonly parameter: Cursor;
  readonly schema: Cursor;
}

export function listSettings({ root }: CheckedDescription): Setting[] {
  const sections = root.at('configuration', 'sections').items();
  const settings = sections.flatMap((section) => section.at('settings').items());
  return settings.map((setting) => ({ parameter: setting.at('parameter'), schema: setting.at('schema') }));
}

/** Schemas of the configuration by their names. */
export function indexSchemas({ root }: CheckedDescription): Map<string, Cursor> {
  const schemas = root.at('configuration', 'schema').items();
  const index = new Map<string, Cursor>();
  for (const schema of schemas) {
    const name = schema.at('name').text;
    if (name !== undefined && !index.has(name)) index.set(name, schema);
  }
  return index;
}
