import type { RegistryClient } from '../harness/registry-client.js';
import type { RunningRegistry } from '../harness/running-registry.js';

const WITHIN = 10_000;

/** One request as the registry logged it; the path is without its query. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** The requests that the registry answered, in the order in which the answers ended. */
export class RequestLog {
  private seen = 0;
  private marks = 0;

  constructor(
    private readonly registry: RunningRegistry,
    private readonly http: RegistryClient,
  ) {}

  /** What came since the last call. */
  async takeRequests(): Promise<LoggedRequest[]> {
    this.marks += 1;
    const mark = `/v2/mark-${this.marks}/tags/list`;
    await this.http.get(mark);
    const end = await this.indexOf(mark);
    const lines = this.registry.stdout.slice(this.seen, end);
    this.seen = end + 1;
    return lines
      .filter((line) => line.includes('"msg":"request"'))
      .map((line) => JSON.parse(line) as LoggedRequest);
  }

  /** {@link takeRequests} by one method, as `status path` with the upload's id left out. */
  async takeByMethod(method: string): Promise<string[]> {
    const requests = await this.takeRequests();
    return requests
      .filter((request) => request.method === method)
      .map(({ status, path }) => `${status} ${path.replace(/(\/uploads\/).+/, '$1…')}`);
  }

  private async indexOf(mark: string): Promise<number> {
    const deadline = Date.now() + WITHIN;
    while (Date.now() < deadline) {
      const index = this.registry.stdout.findIndex((line, at) => at >= this.seen && line.includes(mark));
      if (index >= 0) return index;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`the log has no line for ${mark}`);
  }
}
