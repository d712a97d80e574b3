import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Socket } from 'node:net';
import { rewriteUrl } from '../issuers/issuer-path.js';
import { MOCK_MARK } from '../mock-mark.js';
import { Form } from './form.js';
import { readJson } from './json-body.js';
import { OAuthError } from './oauth-error.js';
import { nextRequestId } from './request-log.js';
import { readYaml } from './yaml-body.js';

const LARGEST_BODY = 1024 * 1024;

type BodyDone = (error: Error | null, body?: unknown) => void;

/** No route has a schema; without this, the first start loads Fastify's compilers, which takes longer than all else. */
const noSchemas = (): never => {
  throw new Error('routes of the mock have no schemas');
};

/** Fastify with the kinds of bodies that are spoken here: forms for OAuth, JSON and YAML for control. */
export function createAdapter(): FastifyAdapter {
  const adapter = new FastifyAdapter({
    logger: false,
    skipMiddie: true,
    multipart: false,
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    genReqId: nextRequestId,
    rewriteUrl,
    bodyLimit: LARGEST_BODY,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    clientErrorHandler: answerUnreadable,
    frameworkErrors: answerBadUrl,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1024 },
  });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  addTextParser(fastify, 'application/x-www-form-urlencoded', (text) => Form.parse(text));
  addTextParser(fastify, 'application/json', readJson);
  addTextParser(fastify, 'application/yaml', readYaml);
  // Any other body is left unread; whoever needs a form says so.
  fastify.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume();
    done(null, undefined);
  });
  return adapter;
}

function addTextParser(fastify: FastifyInstance, type: string, parse: (text: string) => unknown): void {
  fastify.addContentTypeParser(
    type,
    { parseAs: 'string' },
    (_request: unknown, text: string | Buffer, done: BodyDone) => {
      try {
        done(null, parse(String(text)));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

/** A URL that cannot be decoded reaches no route and no filter. */
function answerBadUrl(error: Error, _request: unknown, reply: FastifyReply): void {
  const { code, message } = new OAuthError('invalid_request', { description: `${error.message}.` });
  reply
    .code(400)
    .headers({ [MOCK_MARK.header]: MOCK_MARK.value, 'Cache-Control': 'no-store' })
    .send({ error: code, error_description: message });
}

/** What Node's parser refuses never becomes a request; the answer is written by hand, in the form of the others. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const { code, message } = new OAuthError('invalid_request', {
    description: tooLarge ? 'The headers are too large.' : 'This is not HTTP/1.1.',
  });
  const body = JSON.stringify({ error: code, error_description: message });
  socket.end(
    `HTTP/1.1 ${tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request'}\r\nConnection: close\r\n` +
      `Content-Type: application/json\r\nCache-Control: no-store\r\n${MOCK_MARK.header}: ${MOCK_MARK.value}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
