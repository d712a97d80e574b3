import { RequestTimes } from './request-times.js';

describe('the times of requests', () => {
  it('are a cumulative histogram per method, target and status', () => {
    const times = new RequestTimes();
    times.observe('GET', 'manifest', 200, 0.0005);
    times.observe('GET', 'manifest', 200, 0.02);
    times.observe('GET', 'manifest', 404, 100);
    const lines = times.render().split('\n');
    const name = 'margo_registry_http_request_duration_seconds';
    const labels = 'method="GET",target="manifest",status="200"';
    expect(lines).toContain(`${name}_bucket{${labels},le="0.001"} 1`);
    expect(lines).toContain(`${name}_bucket{${labels},le="0.01"} 1`);
    expect(lines).toContain(`${name}_bucket{${labels},le="0.025"} 2`);
    expect(lines).toContain(`${name}_bucket{${labels},le="+Inf"} 2`);
    expect(lines).toContain(`${name}_count{${labels}} 2`);
    expect(lines).toContain(`${name}_bucket{method="GET",target="manifest",status="404",le="60"} 0`);
    expect(lines).toContain(`${name}_bucket{method="GET",target="manifest",status="404",le="+Inf"} 1`);
  });

  it('count a duration on a bound into the bucket of that bound', () => {
    const times = new RequestTimes();
    times.observe('GET', 'blob', 200, 0.001);
    expect(times.render()).toContain('le="0.001"} 1');
  });
});
