import { Argument, type Command } from "commander";

const scripts = { bash, zsh, fish };

export function addCompletion(program: Command): void {
  program
    .command("completion")
    .description("print a script that completes commands, options and states")
    .addArgument(
      new Argument("<shell>", "the shell that runs the script when it starts").choices(Object.keys(scripts)),
    )
    .action((shell: keyof typeof scripts) => console.log(scripts[shell](casesOf(program))));
}

/**
 * Words, and the pattern of the lines that they complete, in the language of all three shells. The pattern matches the
 * number of words before the cursor, the command, and the word right before the cursor. The first match counts.
 */
type Case = [pattern: string, words: string[]];

function casesOf(program: Command): Case[] {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  const optionsOf = (command: Command) => help.visibleOptions(command).map(({ long }) => long ?? "");
  const cases = commands.flatMap((command): Case[] => {
    const ofValues = help.visibleOptions(command).filter(({ required }) => required);
    const values = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
    return [
      ...ofValues.map(({ long, argChoices }): Case => [`* ${command.name()} ${long}`, argChoices ?? []]),
      [`* ${command.name()} *`, [...values, ...optionsOf(command)]],
    ];
  });
  return [["1 *", [...commands.map((command) => command.name()), ...optionsOf(program)]], ...cases];
}

function bash(cases: Case[]): string {
  const patternOf = (pattern: string) => pattern.replace(/[^*]+/g, '"$&"');
  return `_qoder_work() {
  local words=
  case "$COMP_CWORD \${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD-1]}" in
${cases.map(([pattern, words]) => `    ${patternOf(pattern)}) words="${words.join(" ")}" ;;`).join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _qoder_work qoder-work`;
}

function zsh(cases: Case[]): string {
  return `whence compdef > /dev/null || { autoload -Uz compinit; compinit -i }
autoload -Uz bashcompinit; bashcompinit
${bash(cases)}`;
}

function fish(cases: Case[]): string {
  return `function _qoder_work
  set -l before (commandline -opc)
  switch (count $before)" $before[2] $before[-1]"
${cases.map(([pattern, words]) => `    case '${pattern}'\n      string split -n ' ' -- '${words.join(" ")}'`).join("\n")}
  end
end
complete -c qoder-work -f -a '(_qoder_work)'`;
}
