import { DESCRIPTION_TYPE } from '@margo-registry/margo';
import { join } from 'node:path';
import { aDescription, filesOf } from '@margo-registry/margo/testing';
import { pushPackage } from '../packages/package-pushes.js';
import { describeClient, type Meeting } from './describe-client.js';

const ENFORCING = { kind: ' that enforces', environment: { REGISTRY_MARGO_VALIDATION: 'enforce' } };
const SESSION = join(import.meta.dirname, 'oras-py-session.py');

describeClient('helm', whoPushAChartOntoAnApplication, ENFORCING);
describeClient('oras-py', whoPushAPackage, ENFORCING);

function whoPushAChartOntoAnApplication(meeting: Meeting): void {
  it('print why a chart cannot take the place of an application that was accepted', async () => {
    const { client, registry, http } = meeting;
    await client.write('pump-viewer/Chart.yaml', 'apiVersion: v2\nname: pump-viewer\nversion: 1.0.0\n');
    await client.run('package', 'pump-viewer');
    await pushPackage(http, 'acme/pump-viewer', '1.0.0', filesOf(aDescription()));
    const push = (place: string) =>
      client.attempt('', 'push', 'pump-viewer-1.0.0.tgz', `oci://${registry.host}/${place}`, '--plain-http');
    const refused = await push('acme');
    const taken = await push('charts');

    expect([refused.code, taken.code]).toEqual([1, 0]);
    expect(refused.stderr).toMatch(
      /denied: the version 1\.0\.0 of this application has been accepted and stays at sha256:[0-9a-f]{64}; push the change under a new version/,
    );
    expect(taken.stderr).not.toMatch(/warning/i);
  });
}

function whoPushAPackage(meeting: Meeting): void {
  it('log what was found, and end with an error', async () => {
    const { client, registry } = meeting;
    await client.write('margo.yaml', aDescription({ id: 'Bad_Id' }));
    const target = `${registry.host}/acme/pump-viewer:1.0.0`;
    const call = JSON.stringify(['push', target, [`margo.yaml:${DESCRIPTION_TYPE}`]]);
    const { code, stdout, stderr } = await client.attempt(call, SESSION);

    expect(code).toBe(1);
    expect(`${stdout.toString()}${stderr}`).toMatch(
      /the application package is not valid: .*PKG-03 \(line 2\) id: "Bad_Id" is not an id.* \| MAN-02 artifactType: artifactType is absent/,
    );
  });
}
