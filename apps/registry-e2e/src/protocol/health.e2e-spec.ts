import { pushImage } from '../harness/pushes.js';
import { shareRegistry } from '../harness/shared-registry.js';
import { UploadSession } from '../harness/upload-session.js';

const shared = shareRegistry();

describe('the probes', () => {
  it('live says that the process answers', async () => {
    const answer = await shared.client.get('/health/live');
    expect([answer.status, answer.json]).toEqual([200, { status: 'ok' }]);
  });

  it.each(['ready', 'startup'])('%s asks both stores and is not to be cached', async (probe) => {
    const answer = await shared.client.get(`/health/${probe}`);
    expect([answer.status, answer.header('cache-control')]).toEqual([200, 'no-store']);
    expect(answer.json).toMatchObject({
      status: 'ok',
      details: { metadata: { status: 'up' }, blobs: { status: 'up' } },
    });
  });
});

describe('the metrics', () => {
  const scrape = async () => (await shared.client.get('/metrics')).text;

  it('are in the text format of Prometheus, with those of the process', async () => {
    const answer = await shared.client.get('/metrics');
    expect([answer.status, answer.header('content-type')]).toEqual([
      200,
      expect.stringMatching(/^text\/plain/),
    ]);
    for (const name of [
      'process_cpu_seconds_total',
      'nodejs_eventloop_lag_seconds',
      'margo_registry_uploads_open',
    ]) {
      expect(answer.text).toContain(`# TYPE ${name} `);
    }
  });

  it('count requests by method, target and status, and how long they took', async () => {
    await pushImage(shared.client, 'metrics/some-name', 'v1');
    for (let read = 0; read < 3; read += 1) await shared.client.get('/v2/metrics/some-name/manifests/v1');
    await shared.client.get('/v2/metrics/some-name/manifests/v2');
    const text = await scrape();
    expect(text).toMatch(
      /^margo_registry_http_requests_total\{method="GET",target="manifest",status="200"\} 3$/m,
    );
    expect(text).toMatch(
      /^margo_registry_http_requests_total\{method="GET",target="manifest",status="404"\} 1$/m,
    );
    expect(text).toMatch(
      /^margo_registry_http_request_duration_seconds_count\{method="GET",target="manifest"\} 4$/m,
    );
    expect(text).not.toContain('some-name');
  });

  it('count the uploads that hold bytes', async () => {
    const upload = await UploadSession.begin(shared.client, 'metrics/uploads');
    expect(await scrape()).toMatch(/^margo_registry_uploads_open 0$/m);
    await upload.patch('some bytes');
    expect(await scrape()).toMatch(/^margo_registry_uploads_open 1$/m);
    await upload.cancel();
    expect(await scrape()).toMatch(/^margo_registry_uploads_open 0$/m);
  });
});
