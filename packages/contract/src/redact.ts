/** Shorter than any token: replacing so few characters would change texts that have nothing to do with it. */
export const shortest = 6;

/** Replaces a token in a text, also where it is encoded for a URL, in JSON or in Base64. */
export function redacted(text: string, token: string): string {
  if (token.length < shortest) return text;
  const base64 = [`${token}:`, token, `Bearer ${token}`].map((plain) =>
    Buffer.from(plain).toString("base64"),
  );
  const inUrl = [encodeURIComponent(token), new URLSearchParams([["", token]]).toString().slice(1)];
  const forms = [...base64, ...inUrl, JSON.stringify(token).slice(1, -1), token];
  return forms.reduce((rest, form) => rest.replaceAll(form, "$QODER_PAT"), text);
}

/** A text for a terminal or a file: on one line, without characters that are not seen or turn the text round, and short. */
export function printable(text: string): string {
  const plain = text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
  return plain.length > 200 ? `${plain.slice(0, 199)}…` : plain;
}
