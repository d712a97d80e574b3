import { passwordOf } from '../access/local-accounts.js';
import { describeLogin } from './describe-login.js';
import { writeLayout } from './oci-layout.js';

describeLogin('regctl', (meeting) => {
  const regctl = (...parameters: string[]): Promise<string> => meeting.client.run(...parameters);
  const repository = (name: string): string => `${meeting.registry.host}/${name}`;
  const login = (account: string, password = passwordOf(account)): Promise<string> =>
    regctl('registry', 'login', meeting.registry.host, '-u', account, '-p', password);

  beforeAll(() => regctl('registry', 'set', '--tls', 'disabled', meeting.registry.host));

  it('log in, push, list and pull', async () => {
    const image = await writeLayout(meeting.client, 'login');
    await login('publisher');
    await regctl('image', 'copy', 'ocidir://login:v1', `${repository('acme/regctl')}:v1`);
    await login('wfm');
    expect(await regctl('image', 'digest', `${repository('acme/regctl')}:v1`)).toBe(image.digest);
    expect(await regctl('tag', 'ls', repository('acme/regctl'))).toBe('v1');
    expect(await regctl('repo', 'ls', meeting.registry.host)).toBe('acme/regctl');
    await regctl('image', 'copy', `${repository('acme/regctl')}:v1`, 'ocidir://pulled:v1');
    expect(await regctl('image', 'digest', 'ocidir://pulled:v1')).toBe(image.digest);
  });

  it('show that a push, and a login with a wrong password, are refused', async () => {
    await writeLayout(meeting.client, 'refused');
    await login('wfm');
    const push = regctl('image', 'copy', 'ocidir://refused:v1', `${repository('acme/refused')}:v1`);
    await expect(push).rejects.toThrow(/403|401|unauthorized|forbidden/i);
    await expect(login('wfm', 'wrong')).rejects.toThrow(/401|unauthorized/i);
  });

  it('mount without naming a source only what the account may read', async () => {
    await writeLayout(meeting.client, 'mount');
    await login('publisher');
    await regctl('image', 'copy', 'ocidir://mount:v1', `${repository('acme/source')}:v1`);
    await meeting.log.takeRequests();
    await regctl('image', 'copy', 'ocidir://mount:v1', `${repository('acme/target')}:v1`);
    const posts = await meeting.log.takeByMethod('POST');
    expect(posts.filter((line) => line === '201 /v2/acme/target/blobs/uploads/')).toHaveLength(3);
    await login('team');
    await regctl('image', 'copy', 'ocidir://mount:v1', `${repository('team/target')}:v1`);
    const others = await meeting.log.takeByMethod('POST');
    expect(others.filter((line) => line.startsWith('202'))).toHaveLength(3);
  });

  it('delete a tag and a manifest', async () => {
    const image = await writeLayout(meeting.client, 'delete');
    await login('publisher');
    await regctl('image', 'copy', 'ocidir://delete:v1', `${repository('acme/delete')}:v1`);
    await regctl('image', 'copy', 'ocidir://delete:v1', `${repository('acme/delete')}:v2`);
    await regctl('tag', 'delete', `${repository('acme/delete')}:v1`);
    expect(await regctl('tag', 'ls', repository('acme/delete'))).toBe('v2');
    await regctl('manifest', 'delete', `${repository('acme/delete')}@${image.digest}`);
    expect(await regctl('tag', 'ls', repository('acme/delete'))).toBe('');
  });
});
