// What `npm test` prints of the JSON of `turbo --json`.

/**
 * Takes each line, and prints how many tests have passed in each package, all that a failed task has said, and turbo's
 * summary. A line that is no JSON is printed as it is.
 */
export function reporter(print) {
  const logs = new Map();
  let passed = 0;
  return (line) => {
    const { source, text } = parsed(line);
    const said = text.trim();
    if (!source) print(text);
    else if (source !== "turbo") {
      logs.set(source, `${logs.get(source) ?? ""}${text}\n`);
      if (!said.startsWith("Tests  ")) return;
      passed += Number(/(\d+) passed/.exec(said)?.[1] ?? 0);
      print(`  ${source.replace(/^@qoder\/work-|#test$/g, "").padEnd(14)}${said}`);
    } else if (said.startsWith("Failed:")) {
      for (const [task, log] of logs) if (said.includes(task)) print(`\n${task}\n${log}`);
      print(said);
    } else if (said.startsWith("Tasks:")) print(` Tests:    ${passed} passed\n${text}`);
    else if (!/^(•|$)/.test(said)) print(text);
  };
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return { text: line };
  }
}
