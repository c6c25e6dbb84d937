import type { Cost } from "./peak-memory.ts";

const [width, height, left, right, top, bottom] = [760, 460, 56, 210, 24, 48];
const colors = ["#3b5bdb", "#c2255c", "#2b8a3e", "#e67700", "#6741d9", "#0b7285", "#862e9c"];

/** Draws how long each tool takes for more and more operations, both axes logarithmic, as an SVG for light and dark pages. */
export function curves(counts: number[], costs: Map<string, Cost[]>): string {
  const seconds = [...costs.values()].flat().map(({ ms }) => ms / 1000);
  const floor = Math.floor(Math.log10(Math.min(...seconds)));
  const ceiling = Math.ceil(Math.log10(Math.max(...seconds)));
  const last = counts.length - 1;
  const x = (at: number) => left + ((width - left - right) * at) / last;
  const y = (value: number) =>
    height - bottom - ((height - top - bottom) * (Math.log10(value) - floor)) / (ceiling - floor);
  const powers = Array.from({ length: ceiling - floor + 1 }, (_, at) => 10 ** (floor + at));

  const grid = [
    ...powers.map(
      (power) =>
        line("grid", x(0), y(power), x(last), y(power)) + text(left - 8, y(power) + 4, `${power} s`, "end"),
    ),
    ...counts.map(
      (count, at) =>
        line("grid", x(at), top, x(at), height - bottom) +
        text(x(at), height - bottom + 20, count.toLocaleString("en"), "middle"),
    ),
    text((x(0) + x(last)) / 2, height - 8, "operations", "middle"),
  ];
  const ends = spread([...costs].map(([name, each]) => ({ name, y: y((each.at(-1)?.ms ?? 1) / 1000) })));
  const series = [...costs].map(([name, each], index) => {
    const color = colors[index % colors.length];
    const points = each.map(({ ms }, at) => `${x(at).toFixed(1)},${y(ms / 1000).toFixed(1)}`);
    const label = `<text x="${x(last) + 10}" y="${((ends.get(name) ?? 0) + 4).toFixed(1)}" fill="${color}">${name}</text>`;
    return `<polyline points="${points.join(" ")}" stroke="${color}"/>${label}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Time by number of operations">
<style>text { font: 12px sans-serif; } svg { background: #fff; } .grid { stroke: #dee2e6; } polyline { fill: none; stroke-width: 2; }</style>
${[...grid, ...series].join("\n")}
</svg>
`;
}

/** Moves labels apart that would cover each other. */
function spread(labels: { name: string; y: number }[]): Map<string, number> {
  let free = 0;
  return new Map(
    labels
      .toSorted((a, b) => a.y - b.y)
      .map(({ name, y }) => {
        free = Math.max(free + 15, y);
        return [name, free];
      }),
  );
}

const line = (name: string, x1: number, y1: number, x2: number, y2: number) =>
  `<line class="${name}" x1="${x1}" y1="${y1.toFixed(1)}" x2="${x2}" y2="${y2.toFixed(1)}"/>`;
const text = (x: number, y: number, content: string, anchor: string) =>
  `<text x="${x}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="#495057">${content}</text>`;
