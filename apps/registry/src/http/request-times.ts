/** Upper bounds of the buckets, in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

const REQUESTS = 'margo_registry_http_requests_total';
const DURATIONS = 'margo_registry_http_request_duration_seconds';
const RECEIVED = 'margo_registry_http_received_bytes_total';
const SENT = 'margo_registry_http_sent_bytes_total';

/** One metric, as the reference shows it. */
export interface DescribedMetric {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly help: string;
}

export const REQUEST_METRICS: readonly DescribedMetric[] = [
  {
    name: REQUESTS,
    type: 'counter',
    labels: ['method', 'target', 'status'],
    help: 'Requests answered, by method, target and status.',
  },
  {
    name: DURATIONS,
    type: 'histogram',
    labels: ['method', 'target'],
    help: 'Time from the request line to the last byte of the answer, by method and target.',
  },
  {
    name: RECEIVED,
    type: 'counter',
    labels: ['method', 'target'],
    help: 'Bytes received, heads and bodies, counted when the request has ended, by method and target.',
  },
  {
    name: SENT,
    type: 'counter',
    labels: ['method', 'target'],
    help: 'Bytes sent, heads and bodies, counted when the request has ended, by method and target.',
  },
];

/** A request that has ended. */
export interface ObservedRequest {
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly seconds: number;
  readonly received: number;
  readonly sent: number;
}

/** What is known of one method on one target. */
class Times {
  /** Requests per bucket, the last for what took longer; not cumulative. */
  private readonly counts = new Array<number>(BOUNDS.length + 1).fill(0);
  private readonly statuses = new Map<number, number>();
  private sum = 0;
  received = 0;
  sent = 0;

  observe({ status, seconds, received, sent }: ObservedRequest): void {
    let bucket = 0;
    while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]!) bucket += 1;
    this.counts[bucket]! += 1;
    this.sum += seconds;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    this.received += received;
    this.sent += sent;
  }

  requests(labels: string): string[] {
    return [...this.statuses].map(([status, count]) => `${REQUESTS}{${labels},status="${status}"} ${count}`);
  }

  durations(labels: string): string[] {
    let below = 0;
    const buckets = this.counts.map((count, index) => {
      below += count;
      return `${DURATIONS}_bucket{${labels},le="${BOUNDS[index] ?? '+Inf'}"} ${below}`;
    });
    return [...buckets, `${DURATIONS}_sum{${labels}} ${this.sum}`, `${DURATIONS}_count{${labels}} ${below}`];
  }
}

/** The lines of one metric for one method and target, in the order of {@link REQUEST_METRICS}. */
const LINES: readonly ((labels: string, times: Times) => string[])[] = [
  (labels, times) => times.requests(labels),
  (labels, times) => times.durations(labels),
  (labels, times) => [`${RECEIVED}{${labels}} ${times.received}`],
  (labels, times) => [`${SENT}{${labels}} ${times.sent}`],
];

/**
 * Requests, their durations and their bytes by method and target, as Prometheus shows them. Kept here as plain numbers: on the
 * pull path a metrics library's look-up by labels costs more than the pull's own.
 */
export class RequestTimes {
  private readonly times = new Map<string, Times>();

  observe(request: ObservedRequest): void {
    const labels = `method="${request.method}",target="${request.target}"`;
    let times = this.times.get(labels);
    if (!times) this.times.set(labels, (times = new Times()));
    times.observe(request);
  }

  /** Prometheus text format 0.0.4. */
  render(): string {
    const all = [...this.times];
    const lines = REQUEST_METRICS.flatMap(({ name, type, help }, index) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      ...all.flatMap(([labels, times]) => LINES[index]!(labels, times)),
    ]);
    return `${lines.join('\n')}\n`;
  }
}
