import type { DescribedMetric } from '../http/request-times.js';
import { RequestMetrics } from '../http/request-metrics.js';
import { RegistryInProcess } from './registry-in-process.js';

/** Every metric of a registry that has all its rooms, as it is registered; for the reference and its check. */
export async function describeMetrics(): Promise<DescribedMetric[]> {
  const registry = await RegistryInProcess.start({
    change: ({ access }) =>
      Object.assign(access, {
        mode: 'bearer',
        realm: 'http://127.0.0.1:1/token',
        introspectionUrl: 'http://127.0.0.1:1/introspect',
        clientId: 'registry',
        clientSecret: 'secret',
      }),
  });
  const metrics = registry.app.get(RequestMetrics).describe();
  await registry.stop();
  return metrics;
}
