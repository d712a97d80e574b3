#!/usr/bin/env node
import 'reflect-metadata';
import { EXIT } from './exit-code.js';
import { serve } from './serve.js';
import { isSetUpFault } from './set-up-fault.js';

serve(process.env, process.stderr).catch((error: unknown) => {
  const isSetUp = isSetUpFault(error);
  process.stderr.write(`${isSetUp ? error.message : ((error as Error).stack ?? error)}\n`);
  process.exit(isSetUp ? EXIT.configuration : EXIT.failed);
});
