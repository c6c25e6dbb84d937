import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import "../test/guarded.ts";
import { operations } from "./generated/operations.gen.ts";
import { createClient, isEnvironmentId, isWorkItemId, WorkError } from "./index.ts";

const ids = { environment_id: "env_1", work_id: "work_1" } as const;

/** Strings of every code point, broken surrogates included. (`unit: "binary"` is the same, but takes a second to begin.) */
const anyString = fc.string({
  unit: fc.integer({ min: 0, max: 0x10_ff_ff }).map((point) => String.fromCodePoint(point)),
});
const url = fc
  .tuple(fc.constantFrom("https://", "//"), fc.domain(), fc.constantFrom("", ":80", "/", "?", "#"), anyString)
  .map((parts) => parts.join(""));
/** Strings that begin well or badly. */
const id = fc.oneof(
  anyString,
  fc
    .tuple(
      fc.constantFrom("env_", "work_", "", "/", "../"),
      fc.oneof(anyString, url, fc.constantFrom("..", "/..", "?a", "#b", "%2e%2e", "\\")),
    )
    .map((parts) => parts.join("")),
);

test("no string reaches another path than the documented one", async () => {
  let urls: URL[] = [];
  const work = createClient({
    token: "pt-test",
    baseUrl: "http://127.0.0.1:1",
    fetch: async ({ url }) => {
      urls.push(new URL(url));
      return Response.json({});
    },
  });
  await fc.assert(
    fc.asyncProperty(id, id, async (environment_id, work_id) => {
      urls = [];
      const error = await work
        .getWorkItem({ environment_id: environment_id as "env_", work_id: work_id as "work_" })
        .catch((reason: unknown) => reason);
      const allowed = isEnvironmentId(environment_id) && isWorkItemId(work_id);
      if (allowed) expect(environment_id + work_id).not.toMatch(/[\s/\\]/);
      if (!allowed) {
        expect(error).toMatchObject({ kind: "argument" });
        expect(urls).toHaveLength(0);
        return;
      }
      expect(urls).toHaveLength(1);
      const [url] = urls;
      expect(url?.origin).toBe("http://127.0.0.1:1");
      expect(url?.search + (url?.hash ?? "")).toBe("");
      const segments = url?.pathname.split("/").map(decodeURIComponent);
      const values: Record<string, string> = { "{environment_id}": environment_id, "{work_id}": work_id };
      const documented = operations.getWorkItem.path.split("/").map((segment) => values[segment] ?? segment);
      expect(segments).toStrictEqual(documented);
    }),
    { numRuns: 2000 },
  );
});

test("whatever is answered, a call ends with an object or a WorkError that shows no token", async () => {
  const status = fc.integer({ min: 200, max: 599 }).filter((code) => ![204, 205, 304].includes(code));
  const type = fc.constantFrom("application/json", "application/problem+json", "text/html", "");
  const envelope = fc.record({
    error: fc.record({ type: fc.anything(), message: fc.anything(), param: fc.anything() }),
  });
  const body = fc.oneof(
    anyString,
    fc.json(),
    envelope.map((value) => `${JSON.stringify(value)}`),
  );
  const header = fc.oneof(
    fc.constantFrom("1", "soon", "Wed, 01 Jul 2026 00:00:04 GMT"),
    fc.integer().map(String),
  );
  let answer: Response;
  const work = createClient({ token: "pt-secret-token", retries: 0, fetch: async () => answer });
  await fc.assert(
    fc.asyncProperty(status, type, body, header, async (code, contentType, text, retryAfter) => {
      const headers = { "content-type": contentType, "retry-after": retryAfter };
      answer = new Response(text, { status: code, headers });
      const end = await work.getWorkItem(ids).catch((reason: unknown) => reason);
      if (end instanceof WorkError) {
        expect(end.message).toMatch(/^[^\r\n\p{Cc}]+$/u);
        expect(end.message.length).toBeLessThan(450);
        expect(inspect(end, { depth: null })).not.toContain("pt-secret-token");
        expect(end).toMatchObject({ status: code, kind: code < 300 ? "decode" : "api" });
      } else {
        expect(code).toBeLessThan(300);
        expect(end).toStrictEqual(JSON.parse(text.replace(/^\ufeff/, "")));
      }
    }),
    { numRuns: 1000 },
  );
});

test("headers are sent, or refused without being shown", async () => {
  let sent: Headers[] = [];
  const work = createClient({
    token: "pt-test",
    fetch: async ({ headers }) => {
      sent.push(new Headers(headers));
      return Response.json({});
    },
  });
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(anyString, fc.stringMatching(/^x-[a-z]+$/)),
      fc.oneof(anyString, fc.string()),
      async (name, value) => {
        const secret = `hidden-${value}`;
        sent = [];
        const end = await work
          .getWorkItem(ids, { headers: { [name]: secret } })
          .catch((reason: unknown) => reason);
        if (end instanceof WorkError) {
          expect(end).toMatchObject({
            kind: "argument",
            message: "`headers` contains a character that an HTTP header cannot carry",
          });
          expect(inspect(end, { depth: null })).not.toContain("hidden-");
          expect(sent).toHaveLength(0);
        } else {
          expect(end).toStrictEqual({});
          expect(sent[0]?.get(name)).toBe(secret.replace(/^[\t\r\n ]+|[\t\r\n ]+$/g, ""));
        }
      },
    ),
  );
});
