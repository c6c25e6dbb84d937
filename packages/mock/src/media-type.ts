/** Tells whether an `Accept` header allows a media type. Its closest range decides (RFC 9110, section 12.5.1). */
export function accepts(accept: string | undefined, type: string): boolean {
  const entries = (accept || "*/*").split(",").map((entry) => {
    const [range = "", ...params] = entry.split(";").map((part) => part.trim().toLowerCase());
    return { range, accepted: !params.some((param) => /^q=0(\.0*)?$/.test(param)) };
  });
  const closest = rangesOf(type).flatMap((range) => entries.filter((entry) => entry.range === range));
  return closest[0]?.accepted ?? false;
}

/** The media type without its parameters, and the ranges that it is in, the closest first. */
export function rangesOf(type = ""): string[] {
  const [essence = ""] = type.toLowerCase().split(/\s*;/);
  return [essence, essence.replace(/\/.*/, "/*"), "*/*"];
}

export const isJson = (type?: string): boolean => /[/+]json$/.test(rangesOf(type)[0] ?? "");
export const isForm = (type?: string): boolean => rangesOf(type)[0] === "application/x-www-form-urlencoded";
