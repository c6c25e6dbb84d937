// Appends the URL of each module that is loaded to the file LOADED, with `node --import`.
import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";

registerHooks({
  load(url, context, nextLoad) {
    appendFileSync(process.env.LOADED, `${url}\n`);
    return nextLoad(url, context);
  },
});
