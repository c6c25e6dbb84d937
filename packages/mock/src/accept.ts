/** Tells whether an `Accept` header allows a media type. Its closest range decides (RFC 9110, section 12.5.1). */
export function accepts(accept: string | undefined, type: string): boolean {
  const entries = (accept || "*/*").split(",").map((entry) => {
    const [range = "", ...params] = entry.split(";").map((part) => part.trim().toLowerCase());
    return { range, accepted: !params.some((param) => /^q=0(\.0*)?$/.test(param)) };
  });
  const closest = [type, type.replace(/\/.*/, "/*"), "*/*"].flatMap((range) =>
    entries.filter((entry) => entry.range === range),
  );
  return closest[0]?.accepted ?? false;
}
