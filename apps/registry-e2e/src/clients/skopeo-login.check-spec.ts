import { passwordOf } from '../access/local-accounts.js';
import { describeLogin } from './describe-login.js';
import { writeLayout } from './oci-layout.js';

describeLogin('skopeo', (meeting) => {
  const skopeo = (...parameters: string[]): Promise<string> =>
    meeting.client.run('--insecure-policy', ...parameters);
  const reference = (name: string): string => `docker://${meeting.registry.host}/${name}`;
  const login = (account: string, password = passwordOf(account)): Promise<string> =>
    skopeo('login', '--tls-verify=false', '-u', account, '-p', password, meeting.registry.host);
  const copy = (from: string, to: string): Promise<string> =>
    skopeo('copy', '--preserve-digests', '--src-tls-verify=false', '--dest-tls-verify=false', from, to);

  it('log in, push, inspect, list and pull', async () => {
    const image = await writeLayout(meeting.client, 'login');
    expect(await login('publisher')).toContain('Login Succeeded');
    await copy('oci:login:v1', reference('acme/skopeo:v1'));
    await login('wfm');
    const shown = JSON.parse(
      await skopeo('inspect', '--tls-verify=false', reference('acme/skopeo:v1')),
    ) as object;
    expect(shown).toMatchObject({ Digest: image.digest, RepoTags: ['v1'] });
    await copy(reference('acme/skopeo:v1'), 'oci:pulled:v1');
  });

  it('refuse a wrong password at the login, and a push by an account that may only pull', async () => {
    await expect(login('publisher', 'wrong')).rejects.toThrow(/invalid username\/password/);
    await writeLayout(meeting.client, 'refused');
    await login('wfm');
    await expect(copy('oci:refused:v1', reference('acme/refused:v1'))).rejects.toThrow(
      /denied|unauthorized/i,
    );
  });

  it('copy by mounting', async () => {
    await writeLayout(meeting.client, 'copy');
    await login('publisher');
    await copy('oci:copy:v1', reference('acme/from:v1'));
    await meeting.log.takeRequests();
    await copy(reference('acme/from:v1'), reference('acme/to:v1'));
    const posts = await meeting.log.takeByMethod('POST');
    expect(posts.filter((line) => line === '201 /v2/acme/to/blobs/uploads/').length).toBeGreaterThan(0);
  });

  it('delete, for which it first asks for everything and then for what the challenge names', async () => {
    await writeLayout(meeting.client, 'delete');
    await login('publisher');
    await copy('oci:delete:v1', reference('acme/delete:v1'));
    await skopeo('delete', '--tls-verify=false', reference('acme/delete:v1'));
    const tags = JSON.parse(
      await skopeo('list-tags', '--tls-verify=false', reference('acme/delete')),
    ) as object;
    expect(tags).toMatchObject({ Tags: [] });
  });

  it('pull without a login what everybody may pull', async () => {
    await writeLayout(meeting.client, 'public');
    await login('publisher');
    await copy('oci:public:v1', reference('public/skopeo:v1'));
    await skopeo('logout', meeting.registry.host);
    await copy(reference('public/skopeo:v1'), 'oci:public-pulled:v1');
  });
});
