import {
  bundle,
  createConfig,
  type Oas3_1Schema,
  type Oas3Example,
  type Oas3Parameter,
} from "@redocly/openapi-core";

/** One documented answer: an operation, a response status and a named example. */
export interface Case {
  operation: string;
  method: string;
  path: string;
  /** Valid parameters of the request, from the examples of their schemas. */
  params: Record<string, unknown>;
  parameters: Parameter[];
  status: number;
  example: string;
  /** The body that the spec promises. */
  body: Record<string, unknown>;
}

/** Every documented answer of the spec at `file`, in the order of the spec. */
export async function casesOf(file: string): Promise<Case[]> {
  const config = await createConfig({ telemetry: "off" });
  const { bundle: document } = await bundle({ ref: file, config, dereference: true });
  const { paths = {} } = document.parsed as { paths?: Record<string, PathItem> };
  return Object.entries(paths).flatMap(([path, { get, parameters: shared = [] }]) => {
    if (!get) return [];
    const parameters = [...shared, ...(get.parameters ?? [])];
    const params = Object.fromEntries(parameters.flatMap(sample));
    const request = { operation: get.operationId, method: "get", path, params, parameters };
    return Object.entries(get.responses).flatMap(([status, { content }]) =>
      Object.entries(content["application/json"].examples).map(([example, { value }]) => ({
        ...request,
        status: Number(status),
        example,
        body: value as Case["body"],
      })),
    );
  });
}

/** The parts of a dereferenced spec that the cases are made of; the lint rules of the spec guarantee their shape. */
interface PathItem {
  parameters?: Parameter[];
  get?: {
    operationId: string;
    parameters?: Parameter[];
    responses: Record<string, { content: { "application/json": { examples: Record<string, Oas3Example> } } }>;
  };
}
type Parameter = Oas3Parameter & { schema: Oas3_1Schema };

function sample({ name, required, schema }: Parameter): [name: string, value: unknown][] {
  const example = schema.examples?.[0];
  if (example === undefined && required) throw new Error(`Parameter ${name} needs an example in its schema.`);
  return example === undefined ? [] : [[name, example]];
}
