import { buildPackage, isAcceptable } from '@margo-registry/margo';
import type { Command } from 'commander';
import { CheckFailed } from './check-failed.js';
import { addCheckOptions, type CheckOptions } from './check-options.js';
import { checkSource } from './check-source.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { readCredentials } from './registry/credentials.js';
import { createProgress } from './registry/progress.js';
import { pushPackage } from './registry/push-package.js';
import { parseReference, type Reference } from './registry/reference.js';
import { RegistryClient } from './registry/registry-client.js';
import { renderReport } from './report.js';
import { openBuilt } from './sources/built-source.js';
import { readFolder } from './sources/folder.js';
import type { Terminal } from './terminal.js';

interface PushOptions extends CheckOptions {
  readonly force: boolean;
}

interface Target {
  readonly reference: Reference;
  readonly tag: string;
}

export function addPush(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const command = program
    .command('push')
    .description(
      'Build a package from a folder, check it, and push it. The tag is the version unless the reference has one.',
    )
    .argument('<folder>', 'with margo.yaml and the files that it names')
    .argument('<reference>', 'like registry.example.com/acme/hello')
    .option('--force', 'push in spite of errors; the registry may still refuse', false);
  addCheckOptions(command).action(async (folder: string, reference: string, options: PushOptions) => {
    end(await push(folder, reference, { terminal, options }));
  });
}

async function push(
  folder: string,
  text: string,
  { terminal, options }: { terminal: Terminal; options: PushOptions },
): Promise<ExitCode> {
  const files = await readFolder(folder).catch((error: Error) => {
    throw error instanceof CheckFailed
      ? error
      : new CheckFailed(`${folder} cannot be read: ${error.message}.`);
  });
  const built = await buildPackage(files);
  const { reference, tag } = targetOf(text, built.tag);
  const credentials = await readCredentials(reference.host, terminal.environment);
  const client = new RegistryClient(reference, { credentials, plainHttp: options.plainHttp });
  const local = await openBuilt(files, { subject: folder, folder, tag });
  const hasTag = async (one: string) => (await client.findDigest(one)) === built.digest;
  const source = { ...local, hasTag };
  const checked = await checkSource(source, options);
  terminal.out.write(renderReport(source, checked, options));
  if (!isAcceptable(checked.findings) && !options.force) {
    terminal.err.write('Nothing was pushed: mend the errors first, or push in spite of them with --force.\n');
    return EXIT.refused;
  }
  const warnings = await pushPackage(built, { client, tag, progress: createProgress(terminal) });
  for (const warning of warnings) terminal.err.write(`warning: ${warning}\n`);
  const { host, repository } = reference;
  terminal.err.write(`Pushed ${host}/${repository}:${tag} (${built.digest}).\n`);
  return EXIT.acceptable;
}

function targetOf(text: string, versionTag: string | undefined): Target {
  const reference = parse(text);
  if (reference.digest !== undefined)
    throw new CheckFailed('A push needs a tag, not a digest: leave the digest out of the reference.');
  const tag = reference.tag ?? versionTag;
  if (tag === undefined)
    throw new CheckFailed(
      'The folder has no description with a version, so there is no tag; add margo.yaml.',
    );
  return { reference, tag };
}

function parse(text: string): Reference {
  try {
    return parseReference(text);
  } catch (error) {
    throw new CheckFailed(
      `${JSON.stringify(text)} is no reference: ${error instanceof Error ? error.message : ''}.`,
    );
  }
}
