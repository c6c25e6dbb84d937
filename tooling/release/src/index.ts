export { type Change, compare } from "./compare.ts";
