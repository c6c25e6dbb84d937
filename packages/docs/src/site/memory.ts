/** Where the browser keeps what the reader chose; undefined where it does not. */
export const memory = ((): Storage | undefined => {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
})();
