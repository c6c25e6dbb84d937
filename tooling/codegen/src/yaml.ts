import { stringifyYaml } from "@redocly/openapi-core";
import type { Document } from "./model.ts";

/** A document as YAML. */
export const yamlOf = (document: Document): string => stringifyYaml(document);
