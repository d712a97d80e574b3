import { describeClient } from '../clients/describe-client.js';
import { aDescription, filesOf } from '@margo-registry/margo/testing';
import { pushPackage } from './package-pushes.js';

const EXAMPLES_OF_EACH = '25';
/** Switches pushes off, after which its neighbours answer 503, as they should: it has a run of its own. */
const SWITCHES_OFF = '/api/v1/maintenance/read-only';

describeClient('schemathesis', (meeting) => {
  it.each([
    ['every other route', `--exclude-path=${SWITCHES_OFF}`, /Tested: 1[7-9]/],
    ['read-only mode', `--include-path=${SWITCHES_OFF}`, /Tested: 3/],
  ])(
    'agree on %s: no request made from the OpenAPI document finds an answer that is not in it, and none is a 5xx',
    async (_what, paths, tested) => {
      await pushPackage(meeting.http, 'acme/pump-viewer', '1.0.0', filesOf(aDescription()));
      const said = await meeting.client.run(
        '-m',
        'schemathesis.cli',
        'run',
        `${meeting.registry.url}/api/v1/openapi.json`,
        paths,
        '--phases=examples,coverage,fuzzing',
        `--max-examples=${EXAMPLES_OF_EACH}`,
        '--generation-deterministic',
        '--request-timeout=10',
        '--no-color',
      );
      const failed = meeting.registry.stdout.filter((line) => /"status":5\d\d/.test(line));

      expect(said).toMatch(tested);
      expect(failed).toEqual([]);
    },
  );
});
