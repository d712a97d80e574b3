import { randomBytes } from 'node:crypto';
import { UploadIds } from './upload-id.js';

describe('an upload id', () => {
  const ids = new UploadIds(randomBytes(32));

  it('is found again in the repository that it was minted for, with its start', () => {
    const address = ids.mint('acme/hello', 1_700_000_000_000);
    expect(ids.find('acme/hello', address.id)).toEqual(address);
  });

  it('is found by another process of the same store', () => {
    const key = randomBytes(32);
    const { id } = new UploadIds(key).mint('acme/hello', 1);
    expect(new UploadIds(key).find('acme/hello', id)?.startedAt).toBe(1);
  });

  it('is foreign in another repository and in another store', () => {
    const { id } = ids.mint('acme/hello', 1);
    expect(ids.find('acme/other', id)).toBeUndefined();
    expect(new UploadIds(randomBytes(32)).find('acme/hello', id)).toBeUndefined();
  });

  it('is foreign once any part of it was changed', () => {
    const { id } = ids.mint('acme/hello', 1_700_000_000_000);
    const [uuid, time, mac] = id.split('.') as [string, string, string];
    const later = (Number.parseInt(time, 36) + 1).toString(36);
    const otherMac = (mac[0] === 'A' ? 'B' : 'A') + mac.slice(1);
    for (const forged of [
      `${uuid}.${later}.${mac}`,
      `${uuid}.${time}.${otherMac}`,
      `${uuid}.${time}`,
      '',
      '..',
      `${id}x`,
    ]) {
      expect(ids.find('acme/hello', forged)).toBeUndefined();
    }
  });
});
