import type { CheckedDescription } from './cross-references/check.js';
import { deploymentProfiles, findDeploymentType } from './cross-references/check.js';
import type { Cursor } from './cursor.js';
import { quoted } from './path.js';
import { compilePattern } from './patterns.js';

const KIND = 'ApplicationDescription';
/** `##m##s`; the minutes may be left out. */
const TIMEOUT = compilePattern('^([0-9]+m)?[0-9]+s$');

/** PKG-02: the words that say which profile this is. */
export function checkProfileWords(description: CheckedDescription): void {
  checkApiVersion(description);
  const { root, profile, findings } = description;
  const kind = root.at('kind');
  if (profile.kind === 'absent' || kind.text === undefined || kind.text === KIND) return;
  const message = `${quoted(kind.text)} is not the kind of an application description. Write ${KIND}.`;
  findings.add('PKG-02', kind.path, { message });
}

function checkApiVersion({ root, profile, findings }: CheckedDescription): void {
  const version = root.at('apiVersion');
  const { text, path } = version;
  if (text === undefined || profile.apiVersions.includes(text)) return;
  const message = `${quoted(text)} is not the apiVersion of ${profile.name}. Write ${profile.apiVersions.join(' or ')}.`;
  if (profile.anyApiVersion && text !== '')
    return findings.addTolerated('PKG-02', path, { message, toleratedBy: 'api-version' });
  findings.add('PKG-02', path, { message });
}

/** PKG-03, milder: words that the schema lets through because published examples or tools have them. */
export function checkToleratedWords(description: CheckedDescription): void {
  for (const deployment of deploymentProfiles(description)) {
    checkSpelling(description, deployment);
    checkArchitectures(description, deployment);
    for (const component of deployment.at('components').items())
      checkTimeout(description, component.at('properties', 'timeout'));
  }
}

function checkSpelling({ profile, findings }: CheckedDescription, deployment: Cursor): void {
  const spelled = deployment.at('type');
  const type = findDeploymentType(profile, deployment);
  if (!type || type.name === spelled.text) return;
  const message = `${quoted(spelled.text ?? '')} is called ${type.name} in ${profile.name}. Write ${type.name}.`;
  findings.addTolerated('PKG-03', spelled.path, { message, toleratedBy: 'type-spelling' });
}

function checkArchitectures({ profile, findings }: CheckedDescription, deployment: Cursor): void {
  const { toleratedArchitectures = {} } = profile;
  for (const place of deployment.at('requiredResources', 'cpu', 'architectures').items()) {
    const word = toleratedArchitectures[place.text ?? ''];
    if (word === undefined) continue;
    const message = `${quoted(place.text ?? '')} is not an architecture of ${profile.name}. Write ${word}.`;
    findings.addTolerated('PKG-03', place.path, { message, toleratedBy: 'architecture' });
  }
}

function checkTimeout({ findings }: CheckedDescription, timeout: Cursor): void {
  if (timeout.text === undefined || TIMEOUT.test(timeout.text)) return;
  const message = `${quoted(timeout.text)} is not minutes and seconds. Write it like 8m30s or 90s.`;
  findings.add('PKG-03', timeout.path, { message, severity: 'warning' });
}
