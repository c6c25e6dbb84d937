import type { WriteStream } from "node:tty";

/** The last line of a terminal. It is drawn again every second, on each change, and when the width changes. */
export class LiveLine {
  readonly #terminal: WriteStream;
  readonly #textOf: (width: number) => string;
  readonly #timer: NodeJS.Timeout;
  #empty = true;

  /** @param textOf gives the text, in at most `width` columns */
  constructor(terminal: WriteStream, textOf: (width: number) => string) {
    this.#terminal = terminal;
    this.#textOf = textOf;
    this.#timer = setInterval(this.draw, 1_000);
    terminal.on("resize", this.draw);
  }

  draw = (): void => {
    const columns = this.#terminal.columns || 80; // some terminals say 0
    this.#replace(this.#textOf(columns - 1)); // in the last column, some would break the line
  };

  /** Makes room for other output, until it is drawn again. */
  clear(): void {
    this.#replace("");
  }

  /** Ends the line. It stays, with the cursor below it, or makes room for other output. */
  end(stays: boolean): void {
    if (stays) this.draw();
    else this.clear();
    if (!this.#empty) this.#terminal.write("\n");
    clearInterval(this.#timer);
    this.#terminal.off("resize", this.draw);
  }

  #replace(text: string): void {
    this.#terminal.write(`\r${text}\u001b[K`);
    this.#empty = text === "";
  }
}
