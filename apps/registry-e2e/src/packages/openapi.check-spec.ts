import { describeClient } from '../clients/describe-client.js';
import { aDescription, filesOf, pushPackage } from './package-pushes.js';

const EXAMPLES_OF_EACH = '25';
/** A backup that is begun pauses collection for a minute: its neighbours then answer 503, as they should. It has specs of its own. */
const PAUSES_OTHERS = '/maintenance/backups';

describeClient('schemathesis', (meeting) => {
  it('agree: no request made from the OpenAPI document finds an answer that is not in it, and none is a 500', async () => {
    await pushPackage(meeting.http, 'acme/pump-viewer', '1.0.0', filesOf(aDescription()));
    const said = await meeting.client.run(
      '-m',
      'schemathesis.cli',
      'run',
      `${meeting.registry.url}/api/v1/openapi.json`,
      `--exclude-path-regex=${PAUSES_OTHERS}`,
      '--phases=examples,coverage,fuzzing',
      `--max-examples=${EXAMPLES_OF_EACH}`,
      '--generation-deterministic',
      '--request-timeout=10',
      '--no-color',
    );
    const failed = meeting.registry.stdout.filter((line) => /"status":5\d\d/.test(line));

    expect(said).toMatch(/Tested: 1[4-9]/);
    expect(failed).toEqual([]);
  });
});
