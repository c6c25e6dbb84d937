import type { WriteStream } from "node:tty";

/**
 * Shows a text as the last line of a terminal. It is drawn again every second, on `draw()`, and when the width changes.
 *
 * @param textOf Gives the text, in at most `width` columns.
 */
export function liveLine(terminal: WriteStream, textOf: (width: number) => string) {
  let isEmpty = true;
  const put = (text: string) => {
    terminal.write(`\r${text}\u001b[K`);
    isEmpty = text === "";
  };
  // Some terminals say 0 columns, and some would break the line in the last one.
  const draw = () => put(textOf((terminal.columns || 80) - 1));
  const timer = setInterval(draw, 1_000);
  terminal.on("resize", draw);
  return {
    draw,
    /** Makes room for other output, until it is drawn again. */
    clear: () => put(""),
    /** Ends the line. It stays, with the cursor below it, or makes room for other output. */
    end(stays: boolean) {
      if (stays) draw();
      else put("");
      if (!isEmpty) terminal.write("\n");
      clearInterval(timer);
      terminal.off("resize", draw);
    },
  };
}
