import { run } from "./suite.js";

export default {
  async test(_controller, { baseUrl }) {
    console.log(JSON.stringify(await run(baseUrl)));
  },
};
