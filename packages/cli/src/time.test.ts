import { expect, test } from "vitest";
import { formatTime, parseTime } from "./time.ts";

test.each([
  ["500ms", 500],
  ["2s", 2_000],
  ["1.5m", 90_000],
  ["1h", 3_600_000],
  ["1d", 86_400_000],
])("%s is %i ms", (text, ms) => {
  expect(parseTime(text)).toBe(ms);
});

test.each(["2", "s", "-1s", "2 s", "2S", "1e3s", "2s ", ".5s", "2m3s", "", "Infinity"])(
  "%j is no time",
  (text) => {
    expect(parseTime(text)).toBeUndefined();
  },
);

test.each([
  [0, "0s"],
  [999, "0s"],
  [59_999, "59s"],
  [60_000, "1m 0s"],
  [3_599_000, "59m 59s"],
  [3_600_000 + 59_000, "1h 0m"],
  [90_000_000, "1d 1h"],
  [864_000_000, "10d 0h"],
  [-5_000, "0s"],
  [NaN, "-"],
])("%i ms are %s", (ms, text) => {
  expect(formatTime(ms)).toBe(text);
});
