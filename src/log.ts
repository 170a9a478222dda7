import { destination, pino } from 'pino';
import type { Config } from './config.js';

/**
 * What is logged: a closed list of events with allow-listed fields (security.md R-OBS-01). There is no way to log text, names, numbers or
 * addresses: a free object does not fit the type.
 */
export interface LogEvents {
  started: { readonly port: number; readonly store: 'embedded' | 'mongo'; readonly content: string };
  stopped: { readonly signal: string };
  request_failed: {
    readonly requestId: string;
    readonly route: string;
    readonly status: number;
    readonly code: string;
    readonly kind: string;
  };
  swept: { readonly conversations: number };
  retained: { readonly conversations: number; readonly contacts: number; readonly sessions: number; readonly receipts: number };
  job_failed: { readonly job: string; readonly code: string; readonly kind: string };
  clock_jumped: { readonly milliseconds: number };
}

export interface Log {
  info<E extends keyof LogEvents>(event: E, fields: LogEvents[E]): void;
  error<E extends keyof LogEvents>(event: E, fields: LogEvents[E]): void;
}

export function createLog(level: Config['logLevel']): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination({ sync: false }));
  return {
    info: (event, fields) => logger.info({ event, ...fields }),
    error: (event, fields) => logger.error({ event, ...fields }),
  };
}

/** What may be told of an error: its code and kind, never its message. */
export function describeError(error: unknown): { code: string; kind: string } {
  const kind = error instanceof Error ? error.name : 'unknown';
  const code = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'unexpected';
  return { code, kind };
}
