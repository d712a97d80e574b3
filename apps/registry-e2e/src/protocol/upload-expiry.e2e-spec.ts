import { digestOf } from '@margo-registry/oci/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';
import { UploadSession } from '../harness/upload-session.js';

describe('an upload that was begun and left', () => {
  const shared = shareRegistry({ environment: { REGISTRY_UPLOADS_EXPIRY: '1s' } });

  it('is unknown when its time has run out [END14-03, END5-11]', async () => {
    const upload = await UploadSession.begin(shared.client, 'expiry');
    expect((await upload.status()).status).toBe(204);
    await sleep(1100);
    expectRefusal(await upload.status(), 'blob-upload-unknown');
    expectRefusal(await upload.patch('late'), 'blob-upload-unknown');
    expectRefusal(await upload.close(digestOf('late'), 'late'), 'blob-upload-unknown');
  });
});
