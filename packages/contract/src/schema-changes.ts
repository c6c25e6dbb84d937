import { type Body, type Schema, sampleValue } from "./contract.ts";

/** One change of a schema, and how an answer makes use of it. */
export interface SchemaChange {
  kind: string;
  /** What is changed: names of properties from the body on; `*` for every value of a map or a list. */
  at: string[];
  /** Whether the changed schema allows what the true one does not. An `enum` is open, and so are objects. */
  breaking: boolean;
  change: (schema: Schema) => Schema;
  /** A value that the changed schema allows, from one that the true schema allows; `undefined` for none. */
  use: (value: unknown) => unknown;
}

type Change = [kind: string, breaking: boolean, change: SchemaChange["change"], use?: SchemaChange["use"]];

/** Changes of a schema and of everything in it. */
export function schemaChanges(schema: Schema, at: string[] = []): SchemaChange[] {
  const own: Change[] = [
    ...typeChanges(schema),
    ...valueChanges(schema),
    ...stringChanges(schema),
    ...objectChanges(schema),
  ];
  const { properties = {}, additionalProperties, items } = schema;
  return [
    ...own.map(([kind, breaking, change, use = same]) => ({ kind, at, breaking, change, use })),
    ...Object.entries(properties).flatMap(([name, property]) => schemaChanges(property, [...at, name])),
    ...(typeof additionalProperties === "object" ? schemaChanges(additionalProperties, [...at, "*"]) : []),
    ...(items ? schemaChanges(items, [...at, "*"]) : []),
  ];
}

const same = (value: unknown) => value;

/** What a keyword says of values of one type holds for no other. */
const plain = { const: undefined, enum: undefined, pattern: undefined, format: undefined };

function typeChanges(schema: Schema): Change[] {
  const { type } = schema;
  const types = [type ?? []].flat();
  const others = types.filter((one) => one !== "null");
  return [
    /integer|number/.test(others.join())
      ? ["another type", true, (node) => ({ ...node, ...plain, type: "string" }), () => "7"]
      : ["another type", true, (node) => ({ ...node, ...plain, type: "integer" }), () => 7],
    others.length < types.length
      ? [
          "null less",
          false,
          (node) => ({ ...node, type: others }),
          (value) => value ?? sampleValue({ ...schema, type: others }),
        ]
      : ["null more", true, (node) => ({ ...node, ...plain, type: [...types, "null"] }), () => null],
  ];
}

function valueChanges({ const: constant, enum: known = [] }: Schema): Change[] {
  const changes: Change[] = [];
  if (constant !== undefined) {
    changes.push(
      ["another const", true, (schema) => ({ ...schema, const: "another" }), () => "another"],
      ["a const less", true, (schema) => ({ ...schema, const: undefined }), () => "another"],
    );
  }
  if (known.length > 0) {
    changes.push([
      "an enum value more",
      false,
      (schema) => ({ ...schema, enum: [...known, "added"] }),
      () => "added",
    ]);
  }
  if (known.length > 1) {
    const [first, ...rest] = known;
    changes.push([
      "an enum value less",
      false,
      (schema) => ({ ...schema, enum: rest }),
      (value) => (value === first ? rest[0] : value),
    ]);
  }
  return changes;
}

function stringChanges({ pattern, format, maxLength }: Schema): Change[] {
  const changes: Change[] = [];
  if (pattern) {
    changes.push(
      ["another pattern", true, (schema) => ({ ...schema, pattern: "^another_" }), () => "another_1"],
      ["a pattern less", true, (schema) => ({ ...schema, pattern: undefined }), () => "1"],
      ["a narrower pattern", false, (schema) => ({ ...schema, pattern: `${pattern}[0-9a-f]+$` })],
    );
  }
  if (format) {
    changes.push(
      ["another format", true, (schema) => ({ ...schema, format: "date" }), () => "2026-07-01"],
      ["a format less", true, (schema) => ({ ...schema, format: undefined }), () => "yesterday"],
    );
  }
  if (maxLength) {
    changes.push(
      [
        "a longer string",
        true,
        (schema) => ({ ...schema, maxLength: undefined }),
        () => "x".repeat(maxLength + 1),
      ],
      ["a shorter string", false, (schema) => ({ ...schema, maxLength: 1 }), () => "x"],
    );
  }
  return changes;
}

function objectChanges({ properties, required = [], maxProperties, propertyNames }: Schema): Change[] {
  const changes: Change[] = [];
  for (const name of Object.keys(properties ?? {})) {
    const isRequired = required.includes(name);
    const optional = { required: required.filter((one) => one !== name) };
    const without = (value: unknown) => ({ ...(value as Body), [name]: undefined });
    if (isRequired)
      changes.push([`optional ${name}`, true, (schema) => ({ ...schema, ...optional }), without]);
    changes.push([
      `no ${name}`,
      isRequired,
      (schema) => ({ ...schema, ...optional, properties: { ...properties, [name]: undefined } as never }),
      without,
    ]);
  }
  if (properties) {
    changes.push([
      "a field more",
      false,
      (schema) => ({ ...schema, properties: { ...properties, added: { type: "string" } } }),
      (value) => ({ ...(value as Body), added: "x" }),
    ]);
  }
  if (maxProperties) {
    const names = Array.from({ length: maxProperties + 1 }, (_, at) => [`key${at}`, "x"]);
    changes.push([
      "more properties",
      true,
      (schema) => ({ ...schema, maxProperties: undefined }),
      () => Object.fromEntries(names),
    ]);
  }
  if (propertyNames?.maxLength) {
    const name = "x".repeat(propertyNames.maxLength + 1);
    changes.push([
      "a longer name",
      true,
      (schema) => ({ ...schema, propertyNames: undefined }),
      () => ({ [name]: "x" }),
    ]);
  }
  return changes;
}
