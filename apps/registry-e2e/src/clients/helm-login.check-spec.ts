import { passwordOf } from '../access/local-accounts.js';
import { describeLogin } from './describe-login.js';

describeLogin('helm', (meeting) => {
  const helm = (...parameters: string[]): Promise<string> => meeting.client.run(...parameters);
  const login = (account: string, password = passwordOf(account)): Promise<string> =>
    helm('registry', 'login', meeting.registry.host, '--plain-http', '-u', account, '-p', password);

  beforeAll(async () => {
    await meeting.client.write(
      'pump/Chart.yaml',
      'apiVersion: v2\nname: pump\nversion: 1.2.0\ndescription: A chart for this test\n',
    );
    await meeting.client.write('pump/values.yaml', 'level: 5\n');
    await meeting.client.write('pump/templates/NOTES.txt', 'Installed.\n');
    await meeting.client.write('pulled/.keep', '');
    await helm('package', 'pump');
  });

  it('log in by the password grant, push a chart and pull it with an account that may only pull', async () => {
    await login('publisher');
    expect(await meeting.log.takeByMethod('POST')).toEqual(['200 /token']);
    await helm('push', 'pump-1.2.0.tgz', `oci://${meeting.registry.host}/charts`, '--plain-http');
    await login('wfm');
    const chart = `oci://${meeting.registry.host}/charts/pump`;
    await helm('pull', chart, '--plain-http', '--destination', 'pulled');
    const [pushed, pulled] = [
      await meeting.client.read('pump-1.2.0.tgz'),
      await meeting.client.read('pulled/pump-1.2.0.tgz'),
    ];
    expect(pulled.equals(pushed)).toBe(true);
    expect(await helm('show', 'values', chart, '--plain-http')).toBe('level: 5');
  });

  it('refuse a wrong password at the login, and a push by an account that may only pull', async () => {
    await expect(login('publisher', 'wrong')).rejects.toThrow(/401|unauthorized/i);
    await login('wfm');
    await expect(
      helm('push', 'pump-1.2.0.tgz', `oci://${meeting.registry.host}/other`, '--plain-http'),
    ).rejects.toThrow(/denied|403/i);
  });
});
