import { basicOf, passwordOf } from '../access/local-accounts.js';
import { describeLogin } from './describe-login.js';
import { someBytes } from './some-bytes.js';

const CONTENT = someBytes('oras login', 100_000);

describeLogin('oras', (meeting) => {
  const repository = (name: string): string => `${meeting.registry.host}/${name}`;
  const oras = (command: string, ...parameters: string[]): Promise<string> =>
    meeting.client.run(...command.split(' '), '--plain-http', ...parameters);
  const login = (account: string, password = passwordOf(account)): Promise<string> =>
    oras('login', '--username', account, '--password', password, meeting.registry.host);
  const push = (reference: string): Promise<string> => oras('push', '--no-tty', reference, 'content.bin');

  beforeAll(() => meeting.client.write('content.bin', CONTENT));

  it('log in, push, list and pull with one token for each command', async () => {
    await login('publisher');
    await meeting.log.takeRequests();
    await push(`${repository('acme/oras')}:v1`);
    expect(await meeting.log.takeByMethod('GET')).toEqual(['200 /token']);
    expect(await oras('repo tags', repository('acme/oras'))).toBe('v1');
    expect(await oras('repo ls', meeting.registry.host)).toBe('acme/oras');
    await login('wfm');
    await oras('pull', '--no-tty', '-o', 'pulled', `${repository('acme/oras')}:v1`);
    expect((await meeting.client.read('pulled/content.bin')).equals(CONTENT)).toBe(true);
  });

  it('show why a push or a deletion is refused', async () => {
    await login('publisher');
    await push(`${repository('acme/refused')}:v1`);
    await login('wfm');
    await expect(push(`${repository('acme/refused')}:v2`)).rejects.toThrow(/denied/i);
    await expect(oras('manifest delete', '--force', `${repository('acme/refused')}:v1`)).rejects.toThrow(
      /denied/i,
    );
  });

  it('log in as a robot, with a refresh token for a password', async () => {
    const answer = await meeting.http.get('/token?offline_token=true', basicOf('publisher'));
    await login('robot', (answer.json as { refresh_token: string }).refresh_token);
    await push(`${repository('acme/robot')}:v1`);
    expect(await oras('repo tags', repository('acme/robot'))).toBe('v1');
  });

  it('refuse a wrong password and an unknown account at the login', async () => {
    await expect(login('publisher', 'wrong')).rejects.toThrow(/unauthorized|401/i);
    await expect(login('stranger')).rejects.toThrow(/unauthorized|401/i);
  });

  it('copy within the registry by mounting, with a token for both repositories, and delete', async () => {
    await login('publisher');
    await push(`${repository('acme/from')}:v1`);
    await meeting.log.takeRequests();
    const [from, to] = [`${repository('acme/from')}:v1`, `${repository('acme/to')}:v1`];
    await meeting.client.run('cp', '--no-tty', '--from-plain-http', '--to-plain-http', from, to);
    const posts = (await meeting.log.takeByMethod('POST')).filter((line) => line.startsWith('20'));
    expect(new Set(posts)).toEqual(new Set(['201 /v2/acme/to/blobs/uploads/']));
    await oras('manifest delete', '--force', to);
    expect(await oras('repo tags', repository('acme/to'))).toBe('');
  });

  it('pull without a login what everybody may pull, and nothing else', async () => {
    await login('publisher');
    await push(`${repository('public/oras')}:v1`);
    await push(`${repository('acme/private')}:v1`);
    await meeting.client.run('logout', meeting.registry.host);
    await oras('pull', '--no-tty', '-o', 'public', `${repository('public/oras')}:v1`);
    expect((await meeting.client.read('public/content.bin')).equals(CONTENT)).toBe(true);
    await expect(oras('pull', '--no-tty', `${repository('acme/private')}:v1`)).rejects.toThrow(
      /unauthorized|401/i,
    );
  });
});
