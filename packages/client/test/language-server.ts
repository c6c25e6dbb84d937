import { type ChildProcess, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";

export interface Location {
  uri: string;
  range: { start: Position };
}
interface Position {
  line: number;
  character: number;
}

/** TypeScript's language server, as an editor uses it, with one file open. Declare it with `await using`. */
export class LanguageServer {
  readonly #child: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #text: string;
  readonly #uri: string;

  private constructor(child: ChildProcess, connection: MessageConnection, file: string, text: string) {
    this.#child = child;
    this.#connection = connection;
    this.#text = text;
    this.#uri = pathToFileURL(file).href;
  }

  /** @param file where the text would be, which decides on the `tsconfig.json` and the packages that it sees */
  static async open(file: string, text: string): Promise<LanguageServer> {
    const child = spawn("tsc", ["--lsp", "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.onRequest(() => null); // it asks for settings, and to be told of changed files
    connection.listen();
    const server = new LanguageServer(child, connection, file, text);
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(process.cwd()).href,
      capabilities: {},
    });
    await connection.sendNotification("initialized", {});
    const textDocument = { uri: server.#uri, languageId: "typescript", version: 1, text };
    await connection.sendNotification("textDocument/didOpen", { textDocument });
    return server;
  }

  /** Asks about the place after the first occurrence of a piece of the text. */
  ask<Answer>(about: "definition" | "hover" | "completion", after: string): Promise<Answer> {
    const before = this.#text.slice(0, this.#text.indexOf(after) + after.length).split("\n");
    const position: Position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    return this.#connection.sendRequest(`textDocument/${about}`, {
      textDocument: { uri: this.#uri },
      position,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.dispose();
    this.#child.kill();
  }
}
