import { isUtf8 } from "node:buffer";

/** Says why bytes are no JSON text that every reader understands alike (RFC 8259, 8.1); undefined if they are. */
export function encodingFlaw(bytes: Buffer): string | undefined {
  if (!isUtf8(bytes)) return "bytes that are not UTF-8";
  return bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? "a byte order mark" : undefined;
}

/** Names that an object of a valid JSON text has twice: readers differ in which value they take (RFC 8259, 4). */
export function repeatedNames(text: string): string[] {
  // In JSON, a colon follows the names of fields and no other string.
  const written = [...text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g)].flatMap(([, name = "", colon]) =>
    colon ? [String(JSON.parse(name))] : [],
  );
  const read: string[] = [];
  JSON.parse(text, function (this: unknown, name, value: unknown) {
    if (!Array.isArray(this)) read.push(name);
    return value;
  });
  const counts = new Map<string, number>();
  for (const name of written) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const name of read) counts.set(name, (counts.get(name) ?? 0) - 1);
  return [...counts].flatMap(([name, count]) => (count > 0 ? [name] : []));
}
