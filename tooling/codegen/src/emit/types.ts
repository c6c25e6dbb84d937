import openapiTS, { addJSDocComment, astToString, NULL, tsLiteral, tsUnion } from "openapi-typescript";
import ts from "typescript";
import type { Document } from "../model.ts";

/**
 * The types of the spec, by openapi-typescript, with two differences:
 *
 * - a string with a prefix `pattern` is a template literal type, so that ids of different kinds do not mix;
 * - an `enum` stays open, because the API may add values: it completes to the known ones and accepts others.
 */
export async function emitTypes(document: Document): Promise<string> {
  const nodes = await openapiTS(structuredClone(document) as Parameters<typeof openapiTS>[0] & object, {
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    silent: true,
    defaultNonNullable: false, // a server may leave out what has a default
    emptyObjectsUnknown: true, // `type: object` alone allows any fields
    transform: (schema) => ("type" in schema ? (idType(schema) ?? openUnion(schema)) : undefined),
    // A property that is only a `$ref` gets the description of its target, so that editors show it.
    transformProperty(property, schema, { ctx }) {
      if ("$ref" in schema && typeof schema.$ref === "string")
        addJSDocComment(ctx.resolve(schema.$ref) ?? {}, property);
      return property;
    },
  });
  return astToString(nodes);
}

interface SchemaLike {
  type?: unknown;
  pattern?: unknown;
  enum?: unknown;
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

function openUnion({ type, enum: values }: SchemaLike): ts.TypeNode | undefined {
  if (!Array.isArray(values)) return undefined;
  const types = [type].flat();
  const base = types.includes("string") ? ts.SyntaxKind.StringKeyword : ts.SyntaxKind.NumberKeyword;
  const open = ts.factory.createIntersectionTypeNode([
    ts.factory.createKeywordTypeNode(base),
    ts.factory.createTypeLiteralNode([]),
  ]);
  return tsUnion([
    ...values.filter((value) => value !== null).map(tsLiteral),
    open,
    ...(types.includes("null") ? [NULL] : []),
  ]);
}
