// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.

/** Tells whether a text can be this id, and narrows its type. */
export const isEnvironmentId = (text: string): text is `env_${string}` => text.isWellFormed() && /^env_[^\s/\\\p{Cc}]+$/u.test(text);

/** Tells whether a text can be this id, and narrows its type. */
export const isWorkItemId = (text: string): text is `work_${string}` => text.isWellFormed() && /^work_[^\s/\\\p{Cc}]+$/u.test(text);

/** Tells whether a text can be this id, and narrows its type. */
export const isSessionId = (text: string): text is `sess_${string}` => text.isWellFormed() && /^sess_[^\s/\\\p{Cc}]+$/u.test(text);
