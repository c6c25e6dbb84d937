// Opens a file in the language server of TypeScript, and waits until it lists the methods of the client.
import { LanguageServer } from "../../../packages/client/test/language-server.ts";

const program = `import { createClient } from "@qoder/work-client";
const work = createClient({ token: "pt-any" });
work.getWorkItem;
`;
await using server = await LanguageServer.open(`${process.cwd()}/src/editor-example.ts`, program);
await server.ask("completion", "work.");
