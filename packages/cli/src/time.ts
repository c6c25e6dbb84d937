const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Parses a text such as `500ms`, `2s` or `1.5h` to milliseconds; undefined if it is no time. */
export function parseTime(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? [];
  return unit === undefined ? undefined : Number(amount) * units[unit as keyof typeof units];
}

/** Formats milliseconds in the two largest units, such as `4s`, `12m 3s` or `2d 0h`; `-` for NaN. */
export function formatTime(milliseconds: number): string {
  if (Number.isNaN(milliseconds)) return "-";
  let rest = Math.max(0, milliseconds); // clocks differ
  const amounts = (["d", "h", "m", "s"] as const).map((unit) => {
    const amount = Math.floor(rest / units[unit]);
    rest %= units[unit];
    return `${amount}${unit}`;
  });
  const first = amounts.findIndex((amount) => !amount.startsWith("0"));
  return amounts.slice(first, first === -1 ? undefined : first + 2).join(" ");
}
