import { aManifest } from '@margo-registry/oci/testing';
import { pushBlob, pushImage, putManifest } from '../harness/pushes.js';
import { shareRegistry } from '../harness/shared-registry.js';

const shared = shareRegistry();
const LARGE = 3_000_000;

describe('a scrape after a story', () => {
  let text: string;
  beforeAll(async () => {
    const { client } = shared;
    await pushImage(client, 'secret-name/image', 'secret-tag');
    const blob = await pushBlob(client, 'secret-name/image', Buffer.alloc(LARGE, 7));
    await client.get(`/v2/secret-name/image/blobs/${blob}`);
    const claim = aManifest().withArtifactType('application/vnd.margo.app.v1+json');
    await putManifest(client, '/v2/secret-name/image/manifests/secret-package', claim);
    await client.post('/api/v1/validate', {
      headers: { 'Content-Type': 'application/yaml' },
      body: 'apiVersion: v1\nid: secret-id\n',
    });
    await client.get('/v2/secret-name/image/tags/secret-unknown');
    text = (await client.get('/metrics')).text;
  });

  const valueOf = (series: string): number => {
    const line = text.split('\n').find((each) => each.startsWith(`${series} `));
    return Number(line?.slice(series.length) ?? NaN);
  };

  it('has the bytes that came in and went out, by method and target', () => {
    const received = valueOf('margo_registry_http_received_bytes_total{method="POST",target="uploads"}');
    const sent = valueOf('margo_registry_http_sent_bytes_total{method="GET",target="blob"}');
    for (const bytes of [received, sent]) {
      expect(bytes).toBeGreaterThan(LARGE);
      expect(bytes).toBeLessThan(LARGE + 100_000);
    }
  });

  it.each(['append', 'finish', 'open'])(
    'has the call "%s" of the blob store, which ended well',
    (operation) => {
      const labels = `driver="filesystem",operation="${operation}",outcome="ok"`;
      expect(valueOf(`margo_registry_storage_call_duration_seconds_count{${labels}}`)).toBe(1);
    },
  );

  it.each(['push', 'request'])('has the package that was found not to be acceptable at a %s', (occasion) => {
    const labels = `occasion="${occasion}",level="warn",acceptable="false"`;
    expect(valueOf(`margo_registry_validations_total{${labels}}`)).toBe(1);
  });

  it('has the delay of the event loop, and no connections where there is no database server', () => {
    expect(valueOf('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    expect(text).toContain('# TYPE margo_registry_database_connections gauge');
    expect(text).not.toContain('margo_registry_database_connections{');
  });

  it('names no repository, tag, digest or package: labels have few values', () => {
    expect(text).not.toContain('secret');
    expect(text).not.toContain('sha256');
  });
});
