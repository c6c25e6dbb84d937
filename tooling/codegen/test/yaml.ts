// For tests that read YAML which is not the spec, such as a workflow.
export { parseYaml } from "@redocly/openapi-core";
