// The build of this file has all of it inside.
export { default as mocker } from "@stoplight/prism-http/dist/mocker/index.js";
export { getHttpOperationsFromSpec } from "@stoplight/prism-http/dist/utils/operations.js";
export { sample } from "openapi-sampler";
