/** Upper bounds of the buckets, in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

const REQUESTS = 'margo_registry_http_requests_total';
const DURATIONS = 'margo_registry_http_request_duration_seconds';

/** What is known of one method on one target. */
class Times {
  /** Requests per bucket, the last for what took longer; not cumulative. */
  private readonly counts = new Array<number>(BOUNDS.length + 1).fill(0);
  private readonly statuses = new Map<number, number>();
  private sum = 0;

  observe(status: number, seconds: number): void {
    let bucket = 0;
    while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]!) bucket += 1;
    this.counts[bucket]! += 1;
    this.sum += seconds;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
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

/**
 * Requests by method, target and status, and their durations by method and target, as Prometheus shows them. Kept here
 * as plain numbers: on the pull path a metrics library's look-up by labels costs more than the pull's own.
 */
export class RequestTimes {
  private readonly times = new Map<string, Times>();

  observe(method: string, target: string, status: number, seconds: number): void {
    const labels = `method="${method}",target="${target}"`;
    let times = this.times.get(labels);
    if (!times) this.times.set(labels, (times = new Times()));
    times.observe(status, seconds);
  }

  /** Prometheus text format 0.0.4. */
  render(): string {
    const all = [...this.times];
    const lines = [
      `# HELP ${REQUESTS} Requests answered, by method, target and status.`,
      `# TYPE ${REQUESTS} counter`,
      ...all.flatMap(([labels, times]) => times.requests(labels)),
      `# HELP ${DURATIONS} Time from the request line to the last byte of the answer, by method and target.`,
      `# TYPE ${DURATIONS} histogram`,
      ...all.flatMap(([labels, times]) => times.durations(labels)),
    ];
    return `${lines.join('\n')}\n`;
  }
}
