import { launchBrowser } from "@qoder/work-docs/test/browser.ts";
import { out, sitesOfOperation } from "./sites.ts";
import { StaticServer } from "./static-server.ts";
import { table } from "./table.ts";
import { median, shuffled } from "./timing.ts";
import { type Visit, visit } from "./visit.ts";

type Result = Visit & { name: string };

/** What is compared; less is better in each. */
const columns: { key: keyof Visit; title: string; unit?: string }[] = [
  { key: "bytes", title: "Brotli bytes" },
  { key: "requests", title: "requests" },
  { key: "otherHosts", title: "other hosts" },
  { key: "firstPaint", title: "first paint", unit: "ms" },
  { key: "visible", title: "operation visible", unit: "ms" },
  { key: "blocked", title: "blocked", unit: "ms" },
];

/** Compares our page of an operation with those of Redoc, Scalar and Stoplight Elements, in Chromium. */
export async function run(): Promise<string> {
  console.error("Building the pages of the peers");
  const { operation, sites } = await sitesOfOperation();
  const visited = sites.map((site) => ({
    ...site,
    server: new StaticServer(site.folders),
    visits: [] as Visit[],
  }));
  const browser = await launchBrowser();
  try {
    console.error(`Visiting each page once, which compresses its files. Screenshots are in ${out}`);
    for (const [index, site] of visited.entries()) {
      await site.server.listen();
      await visit(browser, site, operation, { screenshot: `${out}/${index + 1}.png` });
    }
    for (let round = 1; round <= 5; round++) {
      console.error(`Visiting each page, round ${round} of 5`);
      for (const site of shuffled(visited)) site.visits.push(await visit(browser, site, operation));
    }
  } finally {
    await browser.close();
    for (const { server } of visited) server.close();
  }

  const results = visited.map(({ name, visits }) => {
    const medians = columns.map(({ key }) => [key, Math.round(median(visits.map((each) => each[key])))]);
    return { name, ...Object.fromEntries(medians) } as Result;
  });
  const [ours, ...others] = results as [Result, ...Result[]];
  const asking = visited
    .filter(({ server }) => server.otherHosts.size)
    .map(({ name, server }) => `${name} asks ${[...server.otherHosts].join(" and ")}`);
  return [
    table(
      ["page of an operation", ...columns.map(({ title, unit }) => (unit ? `${title}, ${unit}` : title))],
      results.map((result) => [result.name, ...columns.map(({ key }) => cell(key, result, ours))]),
    ),
    `Other hosts, none of which was reached: ${asking.join("; ") || "none asked"}.`,
    verdict(ours, others),
  ].join("\n\n");
}

/** The number, and how many times ours it is where that says something. */
function cell(key: keyof Visit, result: Result, ours: Result): string {
  const number = result[key].toLocaleString("en");
  if (result === ours || key === "requests" || !ours[key]) return number;
  const ratio = result[key] / ours[key];
  return `${number} (× ${ratio < 10 ? ratio.toPrecision(2) : Math.round(ratio)})`;
}

function verdict(ours: Result, others: Result[]): string {
  const first: string[] = [];
  const notFirst: string[] = [];
  for (const { key, title } of columns) {
    const [best] = others.toSorted((a, b) => a[key] - b[key]) as [Result];
    if (ours[key] < best[key]) first.push(title);
    else notFirst.push(`${title} (${best.name}: ${best[key]}${best[key] === ours[key] ? ", too" : ""})`);
  }
  const list = (titles: string[]) => titles.join(", ") || "nothing";
  return `First in ${list(first)}: ${ours.name}. It is not first, or not alone, in ${list(notFirst)}.`;
}
