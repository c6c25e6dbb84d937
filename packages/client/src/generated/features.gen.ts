// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.

export { carry, clear, credentialsOf } from "../token.ts";
