/**
 * Prints what a person wants to know of the lines of `turbo --json`: which tasks run, how many tests have passed in each
 * package, all that a failed task has said, and turbo's summary. A line that is no JSON is printed as it is.
 */
export function reporter(print) {
  const logs = new Map();
  let passed = 0;
  return (line) => {
    if (!line.startsWith('{"source"')) return print(line);
    const { source, text } = JSON.parse(line);
    const said = text.trim();
    if (source !== "turbo") {
      logs.set(source, `${logs.get(source) ?? ""}${text}\n`);
      const [name, task] = source.replace("@qoder/work-", "").split("#");
      if (said.startsWith("cache miss")) print(`  ${name.padEnd(10)}${task}`);
      if (!said.startsWith("Tests  ")) return;
      passed += Number(/(\d+) passed/.exec(said)?.[1] ?? 0);
      print(`  ${name.padEnd(10)}${said}`);
    } else if (said.startsWith("Failed:")) {
      for (const [task, log] of logs) if (said.includes(task)) print(`\n${task}\n${log}`);
      print(said);
    } else if (said.startsWith("Tasks:")) print(` Tests:    ${passed} passed\n${text}`);
    else if (said && !said.startsWith("•")) print(text);
  };
}
