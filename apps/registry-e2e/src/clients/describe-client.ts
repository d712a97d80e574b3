// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/check is a folder of scripts and no project
import { findJudge, skippedLine } from '../../../../tools/check/judges.mjs';
import { RegistryClient } from '../harness/registry-client.js';
import { RunningRegistry, type StartOptions } from '../harness/running-registry.js';
import { Client } from './client.js';
import { RequestLog } from './request-log.js';

/** There between `beforeAll` and `afterAll`. Tests keep apart by their repository and file names. */
export interface Meeting {
  readonly client: Client;
  readonly registry: RunningRegistry;
  /** Plain HTTP, for what a client does not show. */
  readonly http: RegistryClient;
  /** What the registry was asked. */
  readonly log: RequestLog;
}

/**
 * Describes how a client program and a registry of its own get on; where the program is absent, a line says so.
 * `kind` tells registries apart that are started with different options.
 */
export function describeClient(
  judge: string,
  tests: (meeting: Meeting) => void,
  { kind = '', ...start }: StartOptions & { readonly kind?: string } = {},
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

function shareMeeting(program: string, start: StartOptions): Meeting {
  const meeting: { -readonly [Key in keyof Meeting]?: Meeting[Key] } = {};
  beforeAll(async () => {
    meeting.client = await Client.open(program);
    meeting.registry = await RunningRegistry.start(start);
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
