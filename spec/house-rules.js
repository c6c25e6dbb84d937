/** House rules that a configurable assertion cannot express. Enabled in redocly.yaml. */

/** Every example has a value, and a summary of its own: readers of the docs choose by it. */
function exampleSummary() {
  return {
    MediaType({ examples = {} }, { report, location, resolve }) {
      const seen = new Set();
      for (const [name, example] of Object.entries(examples)) {
        const { summary, value } = resolve(example).node ?? {};
        const at = location.child(["examples", name]).key();
        if (value === undefined) {
          report({
            message: `Example \`${name}\` needs a \`value\`: the mock, the contract tests and the docs answer with it.`,
            location: at,
          });
        }
        if (summary && !seen.has(summary)) seen.add(summary);
        else {
          report({
            message: `Example \`${name}\` needs a \`summary\` that no other example of this response has: readers choose by it.`,
            location: at,
          });
        }
      }
    },
  };
}

/** Every value of an enum is in an example of some answer, and described if others are: the mock answers with it, and readers see it. */
function enumValue() {
  const answers = new Map(); // by the schema of the object: where it is answered first, and its examples
  return {
    Schema({ enum: values = [], "x-enumDescriptions": descriptions }, { report, location }) {
      values.forEach((value, index) => {
        if (!descriptions || descriptions[value]) return;
        report({
          message: `Describe \`${value}\` under \`x-enumDescriptions\`: what it means.`,
          location: location.child(["enum", index]),
        });
      });
    },
    Response: {
      MediaType({ schema, examples = {} }, { location, resolve }) {
        const { node, location: from } = resolve(schema ?? {});
        const answer = answers.get(node) ?? { location, from, shown: [] };
        answer.shown.push(...Object.values(examples).map((example) => resolve(example).node?.value ?? {}));
        answers.set(node, answer);
      },
    },
    Root: {
      leave(_, { report, resolve }) {
        for (const [node, { location, from, shown }] of answers) {
          for (const [name, property] of Object.entries(node?.properties ?? {})) {
            for (const value of resolve(property, from?.source.absoluteRef).node?.enum ?? []) {
              if (shown.some((example) => example[name] === value)) continue;
              report({
                message: `Add an example whose \`${name}\` is \`${value}\`: the mock answers with it, and the docs show it.`,
                location: location.child("examples").key(),
              });
            }
          }
        }
      },
    },
  };
}

/** Every pattern is a regular expression: the client, the mock and the docs use it. */
function validPattern() {
  return {
    Schema({ pattern = "" }, { report, location }) {
      try {
        new RegExp(pattern, "u");
      } catch ({ message }) {
        report({ message: `${message}. Mend this \`pattern\`.`, location: location.child("pattern") });
      }
    },
  };
}

/** Every id carries a prefix pattern: the client derives its types and its guard from it. */
function idPrefix() {
  const check = (name, schema, { report, location, resolve }) => {
    if (!/^(.*_)?id$/.test(name) || name === "request_id") return; // which the caller chooses, without a prefix
    const { node, location: place } = resolve(schema);
    const [one, ...others] = (node?.anyOf ?? [node]).filter((each) => each?.type !== "null");
    const { pattern = "" } = resolve(one, place?.source.absoluteRef).node ?? {};
    if (others.length === 0 && /^\^[a-z]+_$/.test(pattern)) return;
    report({
      message: `\`${name}\` needs a schema with a prefix \`pattern\` and nothing narrower, such as \`^work_\`: reference the id's schema in components/schemas.`,
      location,
    });
  };
  return {
    Parameter: (parameter, ctx) => check(parameter.name, parameter.schema, ctx),
    SchemaProperties: (properties, ctx) => {
      for (const [name, schema] of Object.entries(properties)) {
        check(name, schema, { ...ctx, location: ctx.location.child(name).key() });
      }
    },
  };
}

/** Returns what the names below a node lead to. Follows each `$ref` on the way. */
function below(node, [name, ...names], from, resolve) {
  const { node: found, location } = resolve(node ?? {}, from);
  return name
    ? below(found?.[name], names, node?.$ref ? location?.source.absoluteRef : from, resolve)
    : found;
}

/** Every 4xx and 5xx answers with the error envelope, with one fixed `error.type`. */
function errorEnvelope() {
  return {
    Responses(responses, { report, location, resolve }) {
      for (const [status, response] of Object.entries(responses)) {
        if (!/^[45]/.test(status)) continue;
        const path = ["content", "application/json", "schema"];
        const at = (...names) => below(response, [...path, ...names], location.source.absoluteRef, resolve);
        const isEnvelope =
          ["type", "request_id", "error"].every((name) => at("required")?.includes?.(name)) &&
          ["type", "message"].every((name) => at("properties", "error", "required")?.includes?.(name)) &&
          at("properties", "type", "const") === "error" &&
          typeof at("properties", "error", "properties", "type", "const") === "string";
        if (isEnvelope) continue;
        report({
          message: `Response ${status} must answer \`application/json\` with the error envelope and a \`const\` in \`error.type\`: copy components/schemas/NotFoundError.yaml.`,
          location: location.child(status).key(),
        });
      }
    },
  };
}

export default function houseRules() {
  return {
    id: "house",
    rules: {
      oas3: {
        "example-summary": exampleSummary,
        "enum-value": enumValue,
        "id-prefix": idPrefix,
        "valid-pattern": validPattern,
        "error-envelope": errorEnvelope,
      },
    },
  };
}
