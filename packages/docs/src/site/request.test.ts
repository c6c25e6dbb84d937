import { expect, test } from "vitest";
import { type Argument, requestOf } from "./request.ts";

const value = { "a b": 1, c: { d: "'" } };
const requestWith = (argument: Omit<Argument, "name" | "value">) =>
  requestOf({
    ...{ method: "GET", server: "https://api.example/", path: "/é/{one}/{other}" },
    args: [{ ...argument, name: "one", value }],
  });

test("an object is written as its place and its style say", () => {
  expect(requestWith({ in: "path" }).url).toBe(
    "https://api.example/%C3%A9/a%20b,1,c,%7B%22d%22%3A%22%27%22%7D/{other}",
  );
  expect(requestWith({ in: "path", explode: true }).url).toContain("/a%20b=1,c=%7B");
  expect(requestWith({ in: "header" }).headers).toEqual([{ name: "one", value: `a b,1,c,{"d":"'"}` }]);
  expect(requestWith({ in: "header", explode: true }).headers[0]?.value).toBe(`a b=1,c={"d":"'"}`);
  expect(requestWith({ in: "query" }).url).toContain("?one=a%20b,1,c,%7B");
  expect(requestWith({ in: "query", explode: true }).url).toContain("?a%20b=1&c=%7B");
  expect(requestWith({ in: "query", style: "deepObject" }).url).toContain("?one[a%20b]=1&one[c]=%7B");
});
