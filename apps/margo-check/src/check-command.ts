import { isAcceptable } from '@margo-registry/margo';
import type { Command } from 'commander';
import { addCheckOptions, type CheckOptions } from './check-options.js';
import { checkSource } from './check-source.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { renderReport } from './report.js';
import { openSource } from './sources/open-source.js';
import type { Terminal } from './terminal.js';

interface Options extends CheckOptions {
  readonly tag?: string;
}

export function addCheck(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const command = program
    .command('check', { isDefault: true })
    .description(
      'Check a folder, a description (.yaml), an OCI image layout, a zip, tar or tgz of either, or a reference like registry.example.com/acme/hello:1.0.0.',
    )
    .argument('<target>', 'path or reference')
    .option('--tag <tag>', 'the tag that it will be pushed as (a reference has its own)');
  addCheckOptions(command).action(async (target: string, options: Options) => {
    const { environment, out } = terminal;
    const source = await openSource(target, { environment, ...options });
    const checked = await checkSource(source, options);
    out.write(renderReport(source, checked, options));
    end(isAcceptable(checked.findings) ? EXIT.acceptable : EXIT.refused);
  });
}
