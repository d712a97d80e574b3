// A Margo package of five layers that has no fault: what a registry that looks inside has to look at.
import { randomBytes } from 'node:crypto';
import { makeManifest } from './margo-package.mjs';

const TEXT = 'application/vnd.margo.app.';

/** Unlike any other package, by a name in its description and bytes in its texts. */
export function makeValidPackage(number, organization = 'Bench') {
  const mark = randomBytes(8).toString('hex');
  const text = (title) => Buffer.from(`# ${title} ${mark}\n${'Lorem ipsum dolor sit amet.\n'.repeat(80)}`);
  return makeManifest([
    [`${TEXT}description.v1+yaml`, 'margo.yaml', Buffer.from(describe(number, mark, organization))],
    [`${TEXT}descriptionFile.v1+markdown`, 'about.md', text('About')],
    [`${TEXT}licenseFile.v1+plain`, 'license.txt', text('Licence')],
    [`${TEXT}releaseNotes.v1+markdown`, 'notes.md', text('Notes')],
    [`${TEXT}icon.v1+png`, 'icon.png', Buffer.concat([PNG, randomBytes(4096)])],
  ]);
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

function describe(number, mark, organization) {
  return `apiVersion: v1
id: app-${number}
metadata:
  name: Application ${number}
  version: "1.0.0"
  catalog:
    application:
      tagline: One of many, ${mark}
      descriptionFile: ./about.md
      licenseFile: ./license.txt
      releaseNotes: ./notes.md
      icon: ./icon.png
      tags: [bench]
    organization:
      - name: ${organization}
deploymentProfiles:
  - type: compose
    id: app-${number}-small
    components:
      - name: app
        properties:
          repository: oci://registry.example.com/bench/app
          revision: 1.0.0
`;
}
