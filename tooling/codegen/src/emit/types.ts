import {
  addJSDocComment,
  astToString,
  type GlobalContext,
  type OpenAPI3,
  resolveRef,
  transformSchema,
} from "openapi-typescript";
import ts from "typescript";
import type { Api } from "../model.ts";
import { open, plainDocument } from "./document.ts";

/**
 * The types of the API, by openapi-typescript.
 *
 * - A string with a prefix `pattern` is a template literal type, so that ids of different kinds do not mix.
 * - An `enum` is open where it is received, because the API may add values: it completes to the known ones and accepts
 *   others.
 * - A schema that is sent in another form than it is received has a second type, as in `PlantInput`.
 */
export function emitTypes(api: Api): string {
  const document = plainDocument(api) as unknown as OpenAPI3;
  // Its main function would lint and bundle the document again.
  const options: Partial<GlobalContext> = {
    emptyObjectsUnknown: true, // `type: object` alone allows any fields
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    discriminators: { objects: {}, refsHandled: [] },
    injectFooter: [],
    resolve: ($ref) => resolveRef(document, $ref, { silent: true }),
    transform: (schema) => ("type" in schema ? (idType(schema) ?? openType(schema)) : undefined),
    // A property that is only a `$ref` gets the description of its target, so that editors show it.
    transformProperty(property, schema, { ctx }) {
      if ("$ref" in schema && typeof schema.$ref === "string")
        addJSDocComment(ctx.resolve(schema.$ref) ?? {}, property);
      return property;
    },
  };
  return astToString(transformSchema(document, options as GlobalContext));
}

interface SchemaLike {
  type?: unknown;
  pattern?: unknown;
  [open]?: unknown;
}

function idType({ type, pattern }: SchemaLike): ts.TypeNode | undefined {
  const prefix = type === "string" && typeof pattern === "string" && /^\^([\w-]+)$/.exec(pattern)?.[1];
  if (!prefix) return undefined;
  return ts.factory.createTemplateLiteralType(ts.factory.createTemplateHead(prefix), [
    ts.factory.createTemplateLiteralTypeSpan(
      ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
      ts.factory.createTemplateTail(""),
    ),
  ]);
}

/** `string & {}`, which completes to the known values beside it. */
function openType({ type, ...schema }: SchemaLike): ts.TypeNode | undefined {
  if (!schema[open]) return undefined;
  const base = type === "string" ? ts.SyntaxKind.StringKeyword : ts.SyntaxKind.NumberKeyword;
  return ts.factory.createIntersectionTypeNode([
    ts.factory.createKeywordTypeNode(base),
    ts.factory.createTypeLiteralNode([]),
  ]);
}
