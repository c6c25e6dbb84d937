// Installs the browser that the tests need, where there is none.
import { launchBrowser } from "./browser.ts";

await (await launchBrowser()).close();
