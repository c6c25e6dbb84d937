import {
  addJSDocComment,
  astToString,
  type GlobalContext,
  type OpenAPI3,
  resolveRef,
  stringToAST,
  transformSchema,
} from "openapi-typescript";
import type { Node, TypeAliasDeclaration } from "typescript";
import type { Api } from "../model.ts";
import { plainDocument, typeKeyword, type Written } from "../plain-document.ts";

/**
 * The types of the API, by openapi-typescript.
 *
 * - A string with a prefix `pattern` is a template literal type, so that ids of different kinds do not mix.
 * - An `enum` is open where it is received, because the API may add values: it completes to the known ones and accepts
 *   others.
 * - A schema that is sent in another form than it is received has a second type, as in `PlantInput`.
 */
export function emitSchema(api: Api): string {
  const document = plainDocument(api) as unknown as OpenAPI3;
  // Its main function would lint and bundle the document again.
  const options: Partial<GlobalContext> = {
    emptyObjectsUnknown: true, // `type: object` alone allows any fields
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    discriminators: { objects: {}, refsHandled: [] },
    injectFooter: [],
    resolve: ($ref) => resolveRef(document, $ref, { silent: true }),
    transform(schema, { ctx }) {
      const text = holdsItself(schema, ctx) ? "unknown[]" : textOf(schema);
      return text ? (stringToAST(`type Text = ${text};`)[0] as TypeAliasDeclaration).type : undefined;
    },
    // A property that is only a `$ref` gets the description of its target, so that editors show it.
    transformProperty(property, schema, { ctx }) {
      const { $ref } = schema as { $ref?: string }; // a schema can be `false`, too
      if ($ref) addJSDocComment(ctx.resolve($ref) ?? {}, property);
      return property;
    },
  };
  return astToString(transformSchema(document, options as GlobalContext).filter(canBeNamed));
}

/** Whether a type may have its name: `200` is none, and another `Record` would hide that of TypeScript. */
const canBeNamed = (node: Node): boolean =>
  /^(?!Record$)[\p{L}_$]/u.test((node as TypeAliasDeclaration).name.text);

/** Whether a list holds itself with no object between, which only an interface may do in TypeScript. */
function holdsItself(
  list: Written,
  ctx: GlobalContext,
  inner: Written = list["items"],
  outer: Written[] = [],
): boolean {
  if (list["type"] !== "array" || !inner || outer.includes(inner)) return false;
  const { $ref, items, allOf, anyOf, oneOf } = inner;
  const inside: Written[] = [$ref && ctx.resolve($ref), items, allOf, anyOf, oneOf].flat();
  return items === list["items"] || inside.some((one) => holdsItself(list, ctx, one, [...outer, inner]));
}

/** The type of a schema, where openapi-typescript would write another. */
function textOf(schema: Written): string | undefined {
  const [, prefix] = /^\^([\w-]+)$/.exec(schema["pattern"]) ?? [];
  return prefix && schema["type"] === "string" ? `\`${prefix}\${string}\`` : schema[typeKeyword];
}
