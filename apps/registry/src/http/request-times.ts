/** Upper bounds of the buckets, in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

const REQUESTS = 'margo_registry_http_requests_total';
const NAME = 'margo_registry_http_request_duration_seconds';

interface Times {
  /** One count per bucket, the last for what took longer; not cumulative. */
  readonly counts: number[];
  sum: number;
  total: number;
}

/**
 * Requests and their durations by method, target and status, as Prometheus shows them. Kept here as plain numbers: on the pull path a metrics library's look-up by labels costs more than the pull's own.
 */
export class RequestTimes {
  private readonly times = new Map<string, Times>();

  observe(method: string, target: string, status: number, seconds: number): void {
    const labels = `method="${method}",target="${target}",status="${status}"`;
    const times = this.times.get(labels) ?? this.add(labels);
    let bucket = 0;
    while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]!) bucket += 1;
    times.counts[bucket]! += 1;
    times.sum += seconds;
    times.total += 1;
  }

  /** Prometheus text format 0.0.4. */
  render(): string {
    const lines = [
      `# HELP ${REQUESTS} Requests answered, by method, target and status.`,
      `# TYPE ${REQUESTS} counter`,
      ...[...this.times].map(([labels, { total }]) => `${REQUESTS}{${labels}} ${total}`),
      `# HELP ${NAME} Time from the request line to the last byte of the answer, by method, target and status.`,
      `# TYPE ${NAME} histogram`,
    ];
    for (const [labels, times] of this.times) lines.push(...linesOf(labels, times));
    return `${lines.join('\n')}\n`;
  }

  private add(labels: string): Times {
    const times = { counts: new Array<number>(BOUNDS.length + 1).fill(0), sum: 0, total: 0 };
    this.times.set(labels, times);
    return times;
  }
}

function linesOf(labels: string, { counts, sum, total }: Times): string[] {
  let below = 0;
  const buckets = BOUNDS.map(
    (bound, index) => `${NAME}_bucket{${labels},le="${bound}"} ${(below += counts[index]!)}`,
  );
  return [
    ...buckets,
    `${NAME}_bucket{${labels},le="+Inf"} ${total}`,
    `${NAME}_sum{${labels}} ${sum}`,
    `${NAME}_count{${labels}} ${total}`,
  ];
}
