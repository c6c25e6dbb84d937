import type { Oas3Rule, UserContext } from "@redocly/openapi-core";

/** Keywords whose meaning reaches the generated types, or that only describe or narrow a value at run time. */
const schemaKeywords = new Set(
  `$ref type properties required additionalProperties propertyNames items enum const pattern format allOf anyOf oneOf
  title description examples default deprecated minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum
  multipleOf minItems maxItems uniqueItems minProperties maxProperties`.split(/\s+/),
);
const pathItemKeywords = new Set(["$ref", "summary", "description", "parameters", "get"]);
const operationKeywords = new Set(
  "tags summary description operationId parameters responses deprecated externalDocs".split(" "),
);
const parameterKeywords = new Set(
  "$ref name in required description deprecated schema example examples".split(" "),
);

/** A Redocly rule: reports every construct that the generator would otherwise drop in silence. */
export const supported: Oas3Rule = () => {
  const unhandled = (what: string, { report, location }: UserContext, key?: string) =>
    report({
      message: `The generator does not handle ${what}. Write it another way, or teach tooling/codegen to handle it.`,
      location: key === undefined ? location : location.child(key).key(),
    });
  const only = (known: Set<string>, kind: string, node: object, context: UserContext) => {
    for (const key of Object.keys(node)) {
      if (!known.has(key) && !key.startsWith("x-")) unhandled(`\`${key}\` in a ${kind}`, context, key);
    }
  };

  return {
    Schema: (schema, context) => only(schemaKeywords, "schema", schema, context),
    PathItem: (item, context) => only(pathItemKeywords, "path item", item, context),
    Operation: (operation, context) => only(operationKeywords, "GET operation", operation, context),
    Parameter(parameter, context) {
      only(parameterKeywords, "parameter", parameter, context);
      if (parameter.in !== "path" && parameter.in !== "query") {
        unhandled(`a parameter in \`${parameter.in}\``, context, "in");
      }
      const { node: schema, location = context.location } = context.resolve(parameter.schema ?? {});
      const isPlain = schema?.type === "string" && /^(\^[\w-]+)?$/.test(schema.pattern ?? "");
      if (parameter.in === "path" && !isPlain) {
        unhandled("a path parameter that is not a string with a prefix pattern or none", {
          ...context,
          location,
        });
      }
    },
    Responses(responses, context) {
      for (const status of Object.keys(responses)) {
        if (!/^[1-5]\d\d$/.test(status)) unhandled(`\`${status}\` as a response status`, context, status);
      }
      if (Object.keys(responses).filter((status) => status.startsWith("2")).length > 1) {
        unhandled("more than one success", context);
      }
    },
    Response(response, context) {
      const types = Object.keys(response.content ?? {});
      if (types.join() !== "application/json") {
        unhandled(
          `a response with ${types.join(" and ") || "no content"} instead of application/json`,
          context,
        );
      }
    },
    MediaType(media, context) {
      const { node: schema, location = context.location } = context.resolve(media.schema ?? {});
      if (schema?.type !== "object") unhandled("a body that is no object", { ...context, location });
    },
    SecurityScheme(scheme, context) {
      if (scheme.type !== "http" || scheme.scheme !== "bearer")
        unhandled("security other than http bearer", context);
    },
    Server(server, context) {
      if (server.variables) unhandled("server variables", context, "variables");
    },
  };
};
