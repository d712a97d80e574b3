// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/check is a folder of scripts and no project
import { findJudge, skippedLine } from '../../../../tools/check/judges.mjs';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry, type StartOptions } from '../harness/running-registry.js';
import { Client } from './client.js';
import { RequestLog } from './request-log.js';

export interface ClientOptions extends StartOptions {
  /** Tells registries apart that are started with different options. */
  readonly kind?: string;
  /** Called before the start; more variables for the registry. */
  readonly prepare?: () => Promise<Readonly<Record<string, string>>>;
}

/** There between `beforeAll` and `afterAll`. Tests keep apart by their repository and file names. */
export interface Meeting {
  readonly client: Client;
  readonly registry: RunningRegistry;
  /** Plain HTTP, for what a client does not show. */
  readonly http: RegistryClient;
  /** What the registry was asked. */
  readonly log: RequestLog;
}

/** Describes how a client program and a registry of its own get on; where the program is absent, a line says so. */
export function describeClient(
  judge: string,
  tests: (meeting: Meeting) => void,
  { kind = '', ...start }: ClientOptions = {},
): void {
  const program = findJudge(judge);
  describe(`${judge} and the registry${kind}`, () => {
    if (program === undefined) announceAbsence(judge);
    else tests(shareMeeting(program, start));
  });
}

function announceAbsence(judge: string): void {
  it('meet wherever CI runs', () => {
    process.stdout.write(`${skippedLine(judge)}\n`);
    expect(process.env['CI']).toBeUndefined();
  });
}

function shareMeeting(program: string, { prepare, environment, ...start }: ClientOptions): Meeting {
  const meeting: { -readonly [Key in keyof Meeting]?: Meeting[Key] } = {};
  beforeAll(async () => {
    meeting.client = await Client.open(program);
    const prepared = await prepare?.();
    meeting.registry = await RunningRegistry.start({
      ...start,
      environment: { ...environment, ...prepared },
    });
    meeting.http = new RegistryClient(meeting.registry.url);
    meeting.log = new RequestLog(meeting.registry, meeting.http);
  }, 30_000);
  afterAll(async () => {
    await meeting.http?.close();
    await meeting.registry?.stop();
    await meeting.client?.close();
  });
  return meeting as Meeting;
}
