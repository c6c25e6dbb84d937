// The model of the API, for the private packages of the repository. Nothing else reads the spec.
export { stringifyYaml as yamlOf } from "@redocly/openapi-core";
export { run as generate } from "./command.ts";
export { filesOf, generatedOf } from "./generate.ts";
export { type Direction, jsonSchemaOf } from "./json-schema.ts";
export { jsonTypeOf } from "./json-types.ts";
export { isJson } from "./media-type.ts";
export type * from "./model.ts";
export { filledUrl } from "./model-maker.ts";
export { stand } from "./origins.ts";
export { idPrefix, patternOf, prefixOf, regExpOf, segment } from "./patterns.ts";
export { readApi } from "./read.ts";
export { responseOf, successesOf } from "./responses.ts";
export { type SampleOptions, sampleOf } from "./sample.ts";
export { carrierOf, isBasic, otherSchemesOf, tokenSchemeOf, variableOf } from "./security.ts";
export { subschemas } from "./subschemas.ts";
