import { pino, type Logger } from 'pino';

/** JSON lines on stdout. Headers, bodies and queries are never logged, so no secret or token can appear. */
export function createLogger(level: string): Logger {
  return pino(
    { level, base: null, messageKey: 'msg' },
    pino.destination({ dest: 1, sync: false, minLength: 0 }),
  );
}
