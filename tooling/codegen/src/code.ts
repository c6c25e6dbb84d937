export const json = JSON.stringify;
/** A name as the key of an object. */
export const keyOf = (name: string) =>
  name === "__proto__" ? '["__proto__"]' : /^[A-Za-z_$][\w$]*$/.test(name) ? name : json(name);
/** The code of an object, without the fields that have none. */
export const objectOf = (fields: Record<string, string | false | undefined>) => {
  const parts = Object.entries(fields).flatMap(([name, code]) => (code ? [`${keyOf(name)}: ${code}`] : []));
  return parts.length > 0 ? `{ ${parts.join(", ")} }` : "{}";
};
