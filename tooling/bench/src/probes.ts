import { readFileSync } from "node:fs";
import ts from "typescript";

interface Probe {
  what: string;
  compiles: string[];
  fails?: string[];
}

/** Lines that must compile, and lines that must not, where the types of a generator are right. */
const probes: Probe[] = [
  {
    what: "ids do not mix",
    compiles: [`const id: Types.WorkItem["environment_id"] = "env_1";`],
    fails: [`const id: Types.WorkItem["environment_id"] = "work_1";`],
  },
  {
    what: "enums are open",
    compiles: ["queued", "paused"].map((state) => `const state: Types.WorkItem["state"] = "${state}";`),
  },
  {
    what: "`null` and `const`",
    compiles: [`const at: Types.WorkItem["started_at"] = null;`],
    fails: [
      `const at: Types.WorkItem["started_at"] = undefined;`,
      `const type: Types.NotFoundError["error"]["type"] = "other";`,
    ],
  },
];

export const questions = [...probes.map(({ what }) => what), "descriptions"];

/** Answers the questions for the types that a file exports. */
export function answersFor(file: string): boolean[] {
  const folder = file.slice(0, file.lastIndexOf("/"));
  const text = ts.sys
    .readDirectory(folder, [".ts"])
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
  const right = (line: string) => compiles(file, line);
  return [
    ...probes.map((probe) => probe.compiles.every(right) && !probe.fails?.some(right)),
    text.includes("When the item was created."),
  ];
}

function compiles(types: string, line: string): boolean {
  const file = `${types.slice(0, types.lastIndexOf("/"))}/probe.ts`;
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  };
  const source = `import type * as Types from ${JSON.stringify(types)};\n${line}\n`;
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (path) => path === file || fileExists(path);
  host.getSourceFile = (path, target, ...rest) =>
    path === file ? ts.createSourceFile(path, source, target) : getSourceFile(path, target, ...rest);
  const program = ts.createProgram([file], options, host);
  return program.getSemanticDiagnostics(program.getSourceFile(file)).length === 0;
}
