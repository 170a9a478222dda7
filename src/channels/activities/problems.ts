import type { ErrorRequestHandler } from 'express';
import { z } from 'zod';
import { ConflictError, StoreError, UnknownConversationError } from '../../errors.js';
import { TooManyError } from '../../http/limits.js';
import { requestId } from '../../http/security.js';
import { describeError, type Log } from '../../log.js';

/** An error as the activity protocols word it: a stable code and one sentence. */
export class ProtocolError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

export function errorBody(code: string, message: string) {
  return { error: { code, message } };
}

/** Answers every error in the protocols' own form, and tells no more than the caller may know. */
export function protocolErrors(log: Log, route: string): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const { status, code, message, retryAfter } = problemOf(error);
    if (status >= 500) log.error('request_failed', { requestId: requestId(), route, status, ...describeError(error) });
    if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
    response.status(status).json(errorBody(code, message));
  };
}

export const talkIsGone = () => new ProtocolError(404, 'ConversationNotFound', 'This conversation does not exist (any more).');
export const tryAgain = () => new ProtocolError(503, 'ServiceUnavailable', 'The service cannot answer right now. Try again soon.', 10);

function problemOf(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error;
  if (error instanceof TooManyError)
    return new ProtocolError(429, 'TooManyRequests', 'Too many requests. Please wait a little.', error.retryAfter);
  if (error instanceof UnknownConversationError) return talkIsGone();
  if (error instanceof StoreError || error instanceof ConflictError) return tryAgain();
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return new ProtocolError(400, 'BadArgument', `${issue?.path.join('.') || 'The body'}: ${issue?.message ?? 'not understood'}`);
  }
  const status = typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 500;
  if (status === 413) return new ProtocolError(413, 'MessageSizeTooBig', 'The body is too large.');
  if (status >= 400 && status < 500) return new ProtocolError(400, 'BadSyntax', 'The body is not JSON as expected.');
  return new ProtocolError(500, 'ServiceError', 'Something went wrong here.');
}
