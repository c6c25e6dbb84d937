// The model of the API, for the private packages of the repository. Nothing else reads the spec.
export { stringifyYaml as yamlOf } from "@redocly/openapi-core";
export { run as generate } from "./command.ts";
export { idPrefix, patternOf, regExpOf, segment } from "./emit/patterns.ts";
export { type Direction, jsonSchemaOf } from "./emit/schemas.ts";
export { filesOf, generatedOf } from "./generate.ts";
export { SpecError } from "./lint.ts";
export { contentOf, isJson } from "./media-type.ts";
export type * from "./model.ts";
export { methods } from "./model.ts";
export { readApi } from "./read.ts";
export { refusals, successesOf } from "./refusals.ts";
export { type SampleOptions, sampleOf } from "./sample.ts";
export { isBasic, otherSchemesOf, tokenSchemeOf, variableOf } from "./security.ts";
export { subschemas } from "./subschemas.ts";
