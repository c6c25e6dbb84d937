/** The storage of the reader's choices; undefined where the browser has none. */
export const memory = ((): Storage | undefined => {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
})();
