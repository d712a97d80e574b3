import { objectOf, type JsonSchema } from '../openapi/json-schema.js';
import type { Content } from '../openapi/operation.js';

const STATUS: JsonSchema = { type: 'string', enum: ['ok', 'error', 'shutting_down'] };
const CHECKS: JsonSchema = { type: 'object', additionalProperties: { type: 'object', required: ['status'] } };

export const LIVE_CONTENT: Content = { 'application/json': objectOf({ status: STATUS }) };

/** As `@nestjs/terminus` writes it, also with 503. */
export const PROBE_CONTENT: Content = {
  'application/json': objectOf({ status: STATUS, info: CHECKS, error: CHECKS, details: CHECKS }),
};

export const METRICS_CONTENT: Content = { 'text/plain': { type: 'string' } };
