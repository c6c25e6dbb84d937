import { isUtf8 } from "node:buffer";

/** Says why bytes are no JSON text that every reader understands alike (RFC 8259, 8.1); undefined if they are. */
export function encodingFlaw(bytes: Buffer): string | undefined {
  if (!isUtf8(bytes)) return "bytes that are not UTF-8";
  return bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? "a byte order mark" : undefined;
}

/**
 * Looks at what `JSON.parse` does not tell of a valid text: how deep it is nested, and the names that an object has twice,
 * of which readers differ in the value that they take (RFC 8259, 4).
 */
export function shapeOf(text: string): { depth: number; repeated: string[] } {
  const open: Set<string>[] = [];
  const repeated = new Set<string>();
  let depth = 0;
  // In JSON, a colon follows the names of fields and no other string.
  for (const [token, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(?=\s*(:)?)|[[\]{}]/g)) {
    if (token === "{" || token === "[") depth = Math.max(depth, open.push(new Set()));
    else if (token === "}" || token === "]") open.pop();
    else if (colon) {
      const name: string = JSON.parse(token);
      if (open.at(-1)?.has(name)) repeated.add(name);
      open.at(-1)?.add(name);
    }
  }
  return { depth, repeated: [...repeated] };
}
