import { RequestTimes, type ObservedRequest } from './request-times.js';

const DURATIONS = 'margo_registry_http_request_duration_seconds';

function aRequest(method: string, target: string, status: number, seconds: number): ObservedRequest {
  return { method, target, status, seconds, received: 100, sent: 2000 };
}

describe('the times of requests', () => {
  it('are counted per method, target and status', () => {
    const times = new RequestTimes();
    times.observe(aRequest('GET', 'manifest', 200, 0.01));
    times.observe(aRequest('GET', 'manifest', 200, 0.01));
    times.observe(aRequest('GET', 'manifest', 404, 0.01));
    const lines = times.render().split('\n');
    expect(lines).toContain(
      'margo_registry_http_requests_total{method="GET",target="manifest",status="200"} 2',
    );
    expect(lines).toContain(
      'margo_registry_http_requests_total{method="GET",target="manifest",status="404"} 1',
    );
  });

  it('are a cumulative histogram per method and target', () => {
    const times = new RequestTimes();
    for (const seconds of [0.0005, 0.02, 100]) times.observe(aRequest('GET', 'manifest', 200, seconds));
    times.observe(aRequest('PUT', 'manifest', 201, 1));
    const lines = times.render().split('\n');
    const labels = 'method="GET",target="manifest"';
    expect(lines).toContain(`${DURATIONS}_bucket{${labels},le="0.01"} 1`);
    expect(lines).toContain(`${DURATIONS}_bucket{${labels},le="0.025"} 2`);
    expect(lines).toContain(`${DURATIONS}_bucket{${labels},le="60"} 2`);
    expect(lines).toContain(`${DURATIONS}_bucket{${labels},le="+Inf"} 3`);
    expect(lines).toContain(`${DURATIONS}_count{${labels}} 3`);
  });

  it('count a duration on a bound into the bucket of that bound', () => {
    const times = new RequestTimes();
    times.observe(aRequest('GET', 'blob', 200, 0.001));
    expect(times.render()).toContain('le="0.001"} 1');
  });

  it('add up the bytes in and out of one method and target', () => {
    const times = new RequestTimes();
    times.observe(aRequest('GET', 'blob', 200, 0.001));
    times.observe(aRequest('GET', 'blob', 404, 0.001));
    times.observe(aRequest('GET', 'manifest', 200, 0.001));
    const lines = times.render().split('\n');
    expect(lines).toContain('margo_registry_http_received_bytes_total{method="GET",target="blob"} 200');
    expect(lines).toContain('margo_registry_http_sent_bytes_total{method="GET",target="blob"} 4000');
  });
});
