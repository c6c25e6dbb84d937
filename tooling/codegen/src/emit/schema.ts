import {
  addJSDocComment,
  astToString,
  type GlobalContext,
  type OpenAPI3,
  resolveRef,
  stringToAST,
  transformSchema,
} from "openapi-typescript";
import type { TypeAliasDeclaration } from "typescript";
import type { Api, Node } from "../model.ts";
import { prefixOf } from "../patterns.ts";
import { plainDocument, typeKeyword } from "../plain-document.ts";

/**
 * The types of the API, by openapi-typescript.
 *
 * - A string with a prefix `pattern` is a template literal type, so that ids of different kinds do not mix.
 * - An `enum` is open where it is received, because the API may add values: it completes to the known ones and accepts
 *   others.
 * - A schema that is sent in another form than it is received has a second type, as in `PlantInput`.
 */
export function emit(api: Api): string {
  const document = plainDocument(api) as unknown as OpenAPI3;
  // Its main function would lint and bundle the document again.
  const options: Partial<GlobalContext> = {
    emptyObjectsUnknown: true, // `type: object` alone allows any fields
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    discriminators: { objects: {}, refsHandled: [] },
    injectFooter: [],
    resolve: ($ref) => resolveRef(document, $ref, { silent: true }),
    transform(schema: Node, { ctx }) {
      const prefix = prefixOf(schema["pattern"] ?? "");
      const own = prefix && schema["type"] === "string" ? `\`${prefix}\${string}\`` : schema[typeKeyword];
      const text = holdsItself(schema, ctx) ? "unknown[]" : own;
      return text ? (stringToAST(`type Text = ${text};`)[0] as TypeAliasDeclaration).type : undefined;
    },
    // A property that is only a `$ref` gets the description of its target, so that editors show it.
    transformProperty(property, schema, { ctx }) {
      const { $ref } = schema as { $ref?: string }; // a schema can be `false`, too
      if ($ref) addJSDocComment(ctx.resolve($ref) ?? {}, property);
      return property;
    },
  };
  const types = transformSchema(document, options as GlobalContext) as TypeAliasDeclaration[];
  // `200` is no name of a type, and another `Record` would hide that of TypeScript.
  return astToString(types.filter(({ name }) => /^(?!Record$)[\p{L}_$]/u.test(name.text)));
}

/** Whether a list holds itself with no object between, which only an interface may do in TypeScript. */
function holdsItself({ type, items: held }: Node, ctx: GlobalContext): boolean {
  const inside = new Set<Node>(type === "array" && held ? [held] : []);
  for (const { $ref, items, allOf, anyOf, oneOf } of inside) {
    if (items === held) return true;
    for (const one of [$ref && ctx.resolve($ref), items, allOf, anyOf, oneOf].flat())
      if (one) inside.add(one);
  }
  return false;
}
