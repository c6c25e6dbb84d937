// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.

/** Tells whether a text can be this id, and narrows its type. */
export const isEnvironmentId = (text: string): text is `env_${string}` => /^env_[^\s/\\\p{Cc}]+$/u.test(text);

/** Tells whether a text can be this id, and narrows its type. */
export const isWorkItemId = (text: string): text is `work_${string}` => /^work_[^\s/\\\p{Cc}]+$/u.test(text);

/** Tells whether a text can be this id, and narrows its type. */
export const isSessionId = (text: string): text is `sess_${string}` => /^sess_[^\s/\\\p{Cc}]+$/u.test(text);
