import type { Api, Parameter } from "@qoder/work-codegen";
import { expect, test } from "vitest";
import { api } from "../test/spec.ts";
import { helpOf, optionOf, optionsOf } from "./options.ts";

const url = ["--base-url", "http://127.0.0.1:4010"];
const Bearer = { type: "http", scheme: "bearer", description: "" };

test("ids go to their parameters", () => {
  const args = [...url, "--environment", "env_1", "--work", "work_1", "--cloud-environment", "env_2"];
  expect(optionsOf(args, "pt-any", api)).toMatchObject({
    baseUrl: "http://127.0.0.1:4010",
    strict: false,
    writes: false,
  });
  const known = { environment: "env_1", work: "work_1", "cloud-environment": "env_2" };
  expect({ ...optionsOf(args, "pt-any", api)?.known }).toStrictEqual(known);
  expect(optionsOf([...url, "--writes"], "pt-any", api)?.writes).toBe(true);
  expect(optionsOf(url, "pt-any", api)?.pause).toBe(250);
  expect(optionsOf([...url, "--rate", "0.5"], "pt-any", api)?.pause).toBe(2000);
  expect({ ...optionsOf(url, "pt-any", api)?.known }).toStrictEqual({});
});

test.each<[args: string[], token: string, sentence: RegExp]>([
  [url, "", /^QODER_PAT is not set\. Set it to a token of the API\.$/],
  [url, "pt-a\nb", /^QODER_PAT contains a character that an HTTP header cannot carry/],
  [url, "pt-ab", /^QODER_PAT must have at least 6 characters/],
  [[...url, "--work", "poll"], "pt-any", /^--work must match \^work_; received "poll"/],
  [
    [...url, "--foreign-environment", "x"],
    "pt-any",
    /^--foreign-environment must match \^env_; received "x"/,
  ],
  [["--base-url", "api.example.com"], "pt-any", /such as https:.*; received "api.example.com"/],
  [["--base-url", "http://h/prefix"], "pt-any", /without a path, .*; received "http:\/\/h\/prefix"/],
  [["--base-url", "http://h/work/poll#"], "pt-any", /without a path/],
  [["--base-url", "http://h?"], "pt-any", /without a path/],
  [["--base-url", "http://:pass@h"], "pt-any", /received "http:\/\/…@h"/],
  [["--base-url", "http://me:pass@h"], "pt-any", /^--base-url must be .*; received "http:\/\/…@h"/],
  [[...url, "--rate", "0"], "pt-any", /^--rate must be a number above 0, such as 4; received "0"/],
  [[...url, "--rate", ""], "pt-any", /^--rate must be/],
  [[], "pt-any", /^--base-url must be/],
  [[...url, "--wrok", "work_1"], "pt-any", /^Unknown option '--wrok'/],
])("%j is refused with a sentence", (args, token, sentence) => {
  expect(() => optionsOf(args, token, { ...api, securitySchemes: { Bearer } })).toThrow(sentence);
});

test("no token is asked for where the spec has no scheme for it", () => {
  expect(optionsOf(url, "", { ...api, securitySchemes: {} })?.token).toBe("");
});

test("--help is the text that names every parameter", () => {
  expect(optionsOf(["--help"], "", api)).toBeUndefined();
  for (const { parameters } of api.operations) {
    const inPath = parameters.filter(({ in: place }) => place === "path");
    for (const { name } of inPath) expect(helpOf(api)).toContain(`--${optionOf(name)} <id>`);
  }
});

test("a parameter with the name of an option has an option of its own", () => {
  const namesIn = (of: Api) => [...helpOf(of).matchAll(/^ {2}--([\w-]+)/gm)].map(([, name = ""]) => name);
  const own = ["base-url", "help", "constructor", ...namesIn({ ...api, operations: [] })];
  const described = { in: "path", required: true, description: "", schema: {} };
  const parameters = own.map((name) => ({ ...described, name }) as Parameter);
  const other = { ...api, operations: api.operations.map((one) => ({ ...one, parameters })) };
  expect(optionsOf(url, "pt-any", other)?.known["constructor"]).toBe(undefined);
  expect(new Set(namesIn(other)).size).toBe(namesIn(other).length);
  expect({ ...optionsOf([...url, "--path-json", "1"], "pt-any", other)?.known }).toStrictEqual({
    "path-json": "1",
  });
});
