import { pause } from '../program.mjs';

const PACE = 250;
/** Readiness answers within three seconds; a probe gives it one more. */
const PATIENCE = 4000;
/** Which metrics are looked at, and how a series is named in the table. @type {readonly [RegExp, (labels: string) => string][]} */
const METRICS = [
  [
    /^margo_registry_http_requests_total\{(.*status="5\d\d".*)\}$/,
    (labels) => `requests ${labelOf(labels, 'status')}`,
  ],
  [
    /^margo_registry_storage_call_duration_seconds_count\{(.*)\}$/,
    (labels) => (labelOf(labels, 'outcome') === 'ok' ? '' : `storage calls ${labelOf(labels, 'outcome')}`),
  ],
  [
    /^margo_registry_introspections_total\{(.*)\}$/,
    (labels) => `introspections ${labelOf(labels, 'outcome')}`,
  ],
];

/** @param {string} labels @param {string} name */
const labelOf = (labels, name) => new RegExp(`${name}="([^"]*)"`).exec(labels)?.[1] ?? '';

/** Asks one registry past every balancer whether it is ready, and writes down when the answer changes. */
export class Observer {
  #isOver = false;
  /** @type {{ at: number, says: string }[]} */
  changes = [];

  /** @param {string} name @param {string} url */
  constructor(name, url) {
    this.name = name;
    this.url = url;
    this.ended = this.#repeat();
  }

  async #repeat() {
    while (!this.#isOver) {
      const at = Date.now();
      const says = await this.#ask();
      if (says !== this.changes.at(-1)?.says) this.changes.push({ at, says });
      await pause(PACE);
    }
  }

  async #ask() {
    try {
      const answer = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(PATIENCE) });
      const { error } = /** @type {{ error?: Record<string, unknown> }} */ (await answer.json());
      return [answer.status, ...Object.keys(error ?? {}).map((name) => `${name} down`)].join(' ');
    } catch {
      return 'no answer';
    }
  }

  /** Sums of what went wrong, by the name in the table; empty where nobody answers. @returns {Promise<Map<string, number>>} */
  async readMetrics() {
    const text = await fetch(`${this.url}/metrics`, { signal: AbortSignal.timeout(PATIENCE) }).then(
      (answer) => answer.text(),
      () => '',
    );
    const sums = new Map();
    for (const line of text.split('\n')) {
      const [, series = '', value] = /^(\S+) ([\d.e+]+)$/.exec(line) ?? [];
      for (const [pattern, nameOf] of METRICS) {
        const labels = pattern.exec(series)?.[1];
        const name = labels === undefined ? '' : nameOf(labels);
        if (name !== '') sums.set(name, (sums.get(name) ?? 0) + Number(value));
      }
    }
    return sums;
  }

  async stop() {
    this.#isOver = true;
    await this.ended;
  }
}
