import { EventEmitter } from "node:events";
import type { WriteStream } from "node:tty";
import { expect, onTestFinished, test, vi } from "vitest";
import { liveLine } from "./live-line.ts";

test("is drawn with each second and each width, and leaves nothing behind at the end", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  const terminal = Object.assign(new EventEmitter(), { columns: 0, write }) as unknown as WriteStream;
  const drawn = (width: number) => `\r${width} columns\u001b[K`;

  const line = liveLine(terminal, (width) => `${width} columns`);
  vi.advanceTimersByTime(2_000);
  terminal.columns = 30;
  terminal.emit("resize");
  line.end(true);
  expect(written).toStrictEqual([drawn(79), drawn(79), drawn(29), drawn(29), "\n"]);
  expect(vi.getTimerCount()).toBe(0);
  expect(terminal.listenerCount("resize")).toBe(0);
});
