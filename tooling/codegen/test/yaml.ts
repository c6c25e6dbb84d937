// For tests that read other YAML than the spec, such as a workflow.
export { parseYaml } from "@redocly/openapi-core";
