import { run } from "./suite.js";

const { BASE_URL = "" } = globalThis.process?.env ?? {};
// The page comes from localhost, so the server at 127.0.0.1 is another origin.
const baseUrl = BASE_URL || location.origin.replace("localhost", "127.0.0.1");
console.log(JSON.stringify(await run(baseUrl)));
