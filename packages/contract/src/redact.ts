/** The shortest token that is redacted: replacing fewer characters would damage texts that have nothing to do with it. */
export const shortest = 6;

export type Redactor = (text: string) => string;

/** Replaces a token in texts, also where it is escaped, as in JSON or a URL, or part of what is in Base64. JSON stays JSON. */
export function redactorOf(token: string): Redactor {
  if (token.length < shortest) return (text) => text;
  const written = [token, ...inBase64(token)];
  const small = written.map((form) => form.toLowerCase());
  const forms = new RegExp(written.map(inAnyLetters).join("|"), "gi");
  const inString = (written: string) => {
    try {
      const read: string = JSON.parse(written);
      const safe = read.replace(forms, variable);
      return safe === read ? written : JSON.stringify(safe);
    } catch {
      return written; // it is no JSON
    }
  };
  return (text) => {
    const lower = text.toLowerCase();
    // Most texts escape nothing, and then a search is enough.
    if (!/[\\%]/.test(text) && !small.some((form) => lower.includes(form))) return text;
    return text.replace(/"[^"\\]*(?:\\.?[^"\\]*)*"?/gs, inString).replace(forms, variable);
  };
}

const variable = () => "$QODER_PAT";

/** The characters that Base64 has for a token alone, after no, one or two bytes: it writes three bytes as four characters. */
const inBase64 = (token: string): string[] =>
  (["base64", "base64url"] as const).flatMap((encoding) =>
    [0, 1, 2].map((before) => {
      const written = Buffer.from(" ".repeat(before) + token).toString(encoding);
      return written.slice(Math.ceil((before * 4) / 3), Math.floor(((before + token.length) * 4) / 3));
    }),
  );

/** A regular expression for a text of which any character may be escaped. */
const inAnyLetters = (text: string): string =>
  text.replace(/./gs, (char) => {
    const code = char.charCodeAt(0).toString(16).padStart(4, "0");
    return `(?:\\\\{0,3}(?:\\u${code}|u${code})|%${code.slice(2)})`;
  });

/** A text for a terminal or a file: on one line, without characters that are not seen or turn the text round, and short. */
export function printable(text: string): string {
  const plain = text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
  return plain.length > 200 ? `${plain.slice(0, 199)}…` : plain;
}
