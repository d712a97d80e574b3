import { table } from './markdown.js';

interface MetricEntry {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly help: string;
}

/** docs/reference/metrics.md: what the registry's own series are and mean. */
export function metricsPage(metrics: readonly MetricEntry[]): string {
  const rows = metrics.map(({ name, type, labels, help }) => [
    `\`${name}\``,
    type,
    labels.map((label) => `\`${label}\``).join(', ') || 'none',
    help,
  ]);
  return [
    '# Metrics',
    '',
    '`GET /metrics` answers in the text format of Prometheus (0.0.4). It needs no token: keep it inside your network. Every number is of',
    'one process and begins at its start; add up replicas in the query. No label names a repository, tag, digest, package or caller, so the',
    'number of series does not grow with what is stored.',
    '',
    table(['metric', 'type', 'labels', 'meaning'], rows),
    '',
    'A gauge of what a store holds, and the connections where there is no database server, have no value while they cannot be known. The',
    'introspection series exist where `REGISTRY_ACCESS_INTROSPECTION_URL` is set, the token series in mode `bearer`.',
    '',
    'The process itself is told by `prom-client` under its usual names: `process_*` (processor time, memory, file descriptors) and `nodejs_*`',
    '(garbage collection, heap, and the delay of the event loop as `nodejs_eventloop_lag_*_seconds`).',
    '',
  ].join('\n');
}
