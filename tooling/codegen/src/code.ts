export const json = JSON.stringify;
/** A name as the key of an object. */
export const keyOf = (name: string) =>
  name === "__proto__" ? '["__proto__"]' : /^[A-Za-z_$][\w$]*$/.test(name) ? name : json(name);
/** An object of code, without fields that are not needed. */
export const objectOf = (fields: Record<string, string | false | undefined>) => {
  const parts = Object.entries(fields).flatMap(([name, code]) => (code ? [`${keyOf(name)}: ${code}`] : []));
  return parts.length > 0 ? `{ ${parts.join(", ")} }` : "{}";
};
