// Run by floor-server.mjs: `node floor-program.mjs <port> <answers.json> <folder>`.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';

const MEBIBYTE = 1024 * 1024;
const [port, file, folder] = process.argv.slice(2);

const answers = new Map([['/v2/', { headers: ['Content-Length', '2'], body: Buffer.from('{}') }]]);
for (const { path, headers, body } of JSON.parse(readFileSync(file, 'utf8'))) {
  answers.set(path, { headers, body: Buffer.from(body, 'base64') });
}

createServer((request, response) => {
  const answer = answers.get(request.url);
  if (answer)
    return void response
      .writeHead(200, answer.headers)
      .end(request.method === 'HEAD' ? undefined : answer.body);
  serveFile(request, response).catch((error) => response.destroy(error));
}).listen(Number(port), '127.0.0.1');

async function serveFile(request, response) {
  if (request.method === 'GET') return sendFile(request, response);
  if (request.method === 'PUT') return takeFile(request, response);
  response.writeHead(202, { Location: '/v2/floor/blobs/uploads/1', 'Content-Length': 0 }).end();
}

/** Two buffers in turn: one is filled while the other leaves. */
async function sendFile(request, response) {
  const source = await open(join(folder, fileName(request.url)));
  try {
    const { size } = await source.stat();
    response.writeHead(200, { 'Content-Length': size });
    const buffers = [Buffer.allocUnsafe(MEBIBYTE), Buffer.allocUnsafe(MEBIBYTE)];
    let leaving;
    for (let turn = 0, position = 0; position < size; turn ^= 1) {
      const { bytesRead } = await source.read(buffers[turn], 0, MEBIBYTE, position);
      if (bytesRead === 0) throw new Error('the file became shorter');
      position += bytesRead;
      await leaving;
      leaving = new Promise((resolve) => response.write(buffers[turn].subarray(0, bytesRead), resolve));
    }
    await leaving;
    response.end();
  } finally {
    await source.close();
  }
}

/** Hash, write, sync, one after the other. */
async function takeFile(request, response) {
  const digest = new URL(request.url, 'http://floor').searchParams.get('digest');
  const target = await open(join(folder, fileName(digest)), 'w');
  const hash = createHash('sha256');
  try {
    for await (const batch of batches(request)) {
      for (const chunk of batch) hash.update(chunk);
      await target.writev(batch);
    }
    await target.datasync();
  } finally {
    await target.close();
  }
  const computed = `sha256:${hash.digest('hex')}`;
  response
    .writeHead(computed === digest ? 201 : 400, { 'Docker-Content-Digest': computed, 'Content-Length': 0 })
    .end();
}

async function* batches(chunks) {
  let batch = [];
  let size = 0;
  for await (const chunk of chunks) {
    batch.push(chunk);
    size += chunk.length;
    if (size < MEBIBYTE) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (size > 0) yield batch;
}

function fileName(path) {
  return basename(path).replace('sha256:', '');
}
