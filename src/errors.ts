/** Base of all errors raised on purpose; a plain `Error` is a bug of ours. `code` is for logs and tests, never for parents. */
export abstract class BotError extends Error {
  abstract readonly code: string;
  override get name(): string {
    return this.constructor.name;
  }
}

/** For the operator, at start: a setting is missing or wrong. The message names the setting, the problem and the remedy. */
export class ConfigError extends BotError {
  readonly code = 'config';
  constructor(
    readonly setting: string,
    readonly problem: string,
    readonly remedy: string,
  ) {
    super(`${setting}: ${problem}. ${remedy}`);
  }
}

/** For the author, at load: what is wrong in which file and where. */
export class ContentError extends BotError {
  readonly code = 'content';
  constructor(readonly findings: readonly string[]) {
    super(`The content has ${findings.length} problem(s):\n${findings.map((finding) => `  ${finding}`).join('\n')}`);
  }
}

/** The store did not answer or refused. The caller may try again later; nothing was acknowledged. */
export class StoreError extends BotError {
  readonly code = 'store';
}

/** Two writers met on one conversation more often than a turn retries. */
export class ConflictError extends BotError {
  readonly code = 'conflict';
  constructor(readonly conversationId: string) {
    super('The conversation changed while this turn was being taken. Try again.');
  }
}

/** The talk does not exist, or not any more: it was erased or forgotten. */
export class UnknownConversationError extends BotError {
  readonly code = 'unknown_conversation';
  constructor(readonly conversationId: string) {
    super('This conversation does not exist any more. Start a new one.');
  }
}
