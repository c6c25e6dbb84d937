import { alternatives } from "./alternatives.ts";
import { components } from "./components.ts";
import { documents } from "./documents.ts";
import { fields } from "./fields.ts";
import { listsAndMaps } from "./lists-and-maps.ts";
import { operations } from "./operations.ts";
import { responses } from "./responses.ts";
import { same } from "./same.ts";
import { values } from "./values.ts";

export type { Json } from "./build.ts";
export const schemaCases = [...values, ...listsAndMaps, ...fields, ...alternatives, ...same];
export const operationCases = [...operations, ...responses];
export const documentCases = [...components, ...documents];
