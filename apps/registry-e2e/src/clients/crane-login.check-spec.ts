import { basicOf, passwordOf } from '../access/local-accounts.js';
import { describeLogin } from './describe-login.js';
import { writeLayout } from './oci-layout.js';

describeLogin('crane', (meeting) => {
  const crane = (...parameters: string[]): Promise<string> => meeting.client.run(...parameters);
  const repository = (name: string): string => `${meeting.registry.host}/${name}`;
  const login = (account: string, password = passwordOf(account)): Promise<string> =>
    crane('auth', 'login', meeting.registry.host, '-u', account, '-p', password);

  it('log in, push, list and pull', async () => {
    const image = await writeLayout(meeting.client, 'login');
    await login('publisher');
    await crane('push', 'login', `${repository('acme/crane')}:v1`);
    expect(await crane('ls', repository('acme/crane'))).toBe('v1');
    expect(await crane('catalog', meeting.registry.host)).toBe('acme/crane');
    await login('wfm');
    expect(await crane('digest', `${repository('acme/crane')}:v1`)).toBe(image.digest);
    expect(await crane('validate', '--remote', `${repository('acme/crane')}:v1`)).toContain('PASS');
  });

  it('show why a push is refused', async () => {
    await writeLayout(meeting.client, 'refused');
    await login('wfm');
    await expect(crane('push', 'refused', `${repository('acme/refused')}:v1`)).rejects.toThrow(/DENIED/);
    await login('wfm', 'wrong');
    await expect(crane('push', 'refused', `${repository('acme/refused')}:v1`)).rejects.toThrow(
      /UNAUTHORIZED/,
    );
  });

  it('copy by mounting and delete by digest', async () => {
    const image = await writeLayout(meeting.client, 'copy');
    await login('publisher');
    await crane('push', 'copy', `${repository('acme/from')}:v1`);
    await meeting.log.takeRequests();
    await crane('copy', `${repository('acme/from')}:v1`, `${repository('acme/to')}:v1`);
    const posts = await meeting.log.takeByMethod('POST');
    expect(posts).toEqual(Array(3).fill('201 /v2/acme/to/blobs/uploads/'));
    await crane('delete', `${repository('acme/to')}@${image.digest}`);
    expect(await crane('ls', repository('acme/to'))).toBe('');
  });

  it('work with a refresh token in place of the password, as docker keeps it', async () => {
    await writeLayout(meeting.client, 'refresh');
    const answer = await meeting.http.get(
      '/token?offline_token=true&service=margo-registry',
      basicOf('publisher'),
    );
    const { refresh_token: identitytoken } = answer.json as { refresh_token: string };
    const auth = Buffer.from('publisher:').toString('base64');
    const config = { auths: { [meeting.registry.host]: { auth, identitytoken } } };
    await meeting.client.write('.docker/config.json', JSON.stringify(config));
    await meeting.log.takeRequests();
    await crane('push', 'refresh', `${repository('acme/refresh')}:v1`);
    expect(await meeting.log.takeByMethod('POST')).toContain('200 /token');
    expect(await crane('ls', repository('acme/refresh'))).toBe('v1');
  });
});
