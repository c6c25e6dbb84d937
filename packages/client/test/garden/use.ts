// Compiled beside the client of the garden: what must compile, and what must not.

import { createClient } from "./client.ts";
import type { ApiError, WorkError } from "./error.ts";
import type { components } from "./generated/schema.gen.ts";
import { paginate } from "./paginate.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_ extends true>() => {};
type Plant = components["schemas"]["Plant"];
type Sent = components["schemas"]["PlantInput"];
type Flower = components["schemas"]["Flower"];

const garden = createClient({
  token: async () => "t",
  credentials: { Basic: { username: "me", password: "p" }, Key: "k", Query: () => "q" },
});
// @ts-expect-error no such scheme
createClient({ credentials: { Cookie: "c" } });
// @ts-expect-error basic needs both
createClient({ credentials: { Basic: "me" } });

const rose: Sent = { kind: "flower", name: "Rose", bed: 3, color: "red", secret: "s", constructor: "Ada" };
export async function calls() {
  const page = await garden.listPlants({ color: ["red"], near: { lat: 1 }, "x-trace": undefined, beds: [1] });
  is<Equal<typeof page.data, Plant[]>>();
  is<Equal<typeof page.next_page, string | null | undefined>>();
  for await (const item of paginate(garden.listPlants, { color: ["red"] }, { retries: 1 })) {
    is<Equal<typeof item, Plant>>();
  }
  const created = await garden.createPlant({ body: rose, "Idempotency-Key": "k" });
  if ("ticket" in created) is<Equal<typeof created.ticket, string>>();
  const plant = await garden.getPlant({ plant: 7 });
  is<Equal<typeof plant, Plant | null>>();
  if (plant?.kind === "flower") is<Equal<typeof plant, Flower>>();
  is<Equal<Flower["id"], number>>();
  is<Equal<Flower["anything"], Record<string, unknown> | undefined>>();
  is<Equal<Flower["seeds"], number | undefined>>();
  is<Equal<Flower["wild"], true | undefined>>();
  const unknown: Partial<Flower> = {
    color: "violet",
    level: 9,
    tags: ["shade", "other"],
    __proto__: "",
    constructor: "",
  };
  const watered = await garden.waterPlant({ plant: 7, body: { liters: 1.5, tools: ["fork"] } });
  is<Equal<typeof watered, number[] | undefined>>();
  is<Equal<Awaited<ReturnType<typeof garden.deletePlant>>, undefined>>();
  is<Equal<Awaited<ReturnType<typeof garden.putPing>>, null>>();
  is<Equal<Awaited<ReturnType<typeof garden.ping>>, string>>();
  await garden.updatePlant({ plant: 7, body: undefined });
  await garden.updatePlant({ plant: 7, body: { notes: null } });
  await garden.optionsPing();
  const log = await garden.getBedLog({
    bed: 1.5,
    day: "2026-05-01",
    color: "red",
    owner: "0b3c2f6e-1d1f-4c39-9a49-3f8f8c1f4a10",
  });
  is<Equal<typeof log.before, components["schemas"]["Entry"] | undefined>>();
  return unknown;
}

export function mistakes() {
  // @ts-expect-error a required query parameter is missing
  garden.listPlants({});
  // @ts-expect-error an enum is closed where it is sent
  garden.listPlants({ color: ["violet"] });
  // @ts-expect-error the body is required
  garden.createPlant({});
  // @ts-expect-error `id` is read-only
  garden.createPlant({ body: { ...rose, id: 7 } });
  // @ts-expect-error a tag is one of the enum
  garden.createPlant({ body: { ...rose, tags: ["other"] } });
  // @ts-expect-error a number, not a text
  garden.getPlant({ plant: "7" });
  // @ts-expect-error an unknown parameter
  garden.getPlant({ plant: 7, colour: 1 });
  // @ts-expect-error the body has no such field
  garden.waterPlant({ plant: 7, body: { liters: 1, gallons: 1 } });
  // @ts-expect-error a required parameter of the method is missing
  paginate(garden.listPlants, {});
  // @ts-expect-error an unknown parameter of the method
  paginate(garden.listPlants, { color: ["red"], colour: 1 });
  // @ts-expect-error an unknown option
  paginate(garden.listPlants, { color: ["red"] }, { retry: 1 });
  // @ts-expect-error an operation that is not paged
  paginate(garden.getPlant, { plant: 7 });
  // @ts-expect-error `secret` is write-only
  garden.getPlant({ plant: 7 }).then((plant) => plant?.secret);
}

export function errors(error: WorkError) {
  if (error.kind !== "api") return;
  error satisfies ApiError;
  if (error.status === 409) is<Equal<typeof error.type, "dry" | "cold" | (string & {}) | undefined>>();
  if (error.status === 404) is<Equal<NonNullable<typeof error.body>["title"], string>>();
}
