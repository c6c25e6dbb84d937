// Preloaded into the examples of the READMEs: what they send to the API goes to the mock.
const { fetch } = globalThis;

globalThis.fetch = (input, init) => {
  const request = new Request(input, init);
  const { pathname, search } = new URL(request.url);
  return fetch(new Request(new URL(pathname + search, process.env["REDIRECT_TO"]), request));
};
