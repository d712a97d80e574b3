// Starts a service once and stops it, so that Node leaves compiled code in NODE_COMPILE_CACHE: the next start is faster.
// usage: node warm.mjs <absolute path of main.js>
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const service = spawn(process.execPath, [process.argv[2] ?? ''], {
  cwd: mkdtempSync(join(tmpdir(), 'warm-')),
  env: { ...process.env, REGISTRY_HTTP_HOST: '127.0.0.1', MOCK_AUTH_HTTP_HOST: '127.0.0.1' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
service.stdout.on('data', (chunk) => {
  if (String(chunk).includes('"listening"')) service.kill('SIGTERM');
});
service.on('exit', (code) => (process.exitCode = code ?? 1));
