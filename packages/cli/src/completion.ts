import { Argument, type Command } from "commander";

export function addCompletion(program: Command): void {
  program
    .command("completion")
    .description("print a script that completes commands, options, parameters and values")
    .addArgument(
      new Argument("<shell>", "the shell that runs the script when it starts").choices(Object.keys(scripts)),
    )
    .action((shell: keyof typeof scripts) => console.log(scripts[shell](casesOf(program))));
}

/**
 * Words, and the pattern of the lines that they complete, in the language of all three shells. The pattern matches the
 * words between `qoder-work` and the cursor, with a space after each. The first match counts.
 */
type Case = [pattern: string, words: string[]];

function casesOf(command: Command, path = ""): Case[] {
  const help = command.createHelp();
  const commands = help.visibleCommands(command);
  const options = help.visibleOptions(command);
  const values = help.visibleArguments(command).flatMap(({ argChoices }) => argChoices ?? []);
  const words = [...commands.map((one) => one.name()), ...values, ...options.map(({ long }) => long ?? "")];
  const ofValues = options.filter(({ required }) => required);
  return [
    ...commands.flatMap((one) => casesOf(one, `${path}${one.name()} `)),
    ...ofValues.map(({ long, argChoices }): Case => [`${path}*${long} `, argChoices ?? []]),
    [commands[0] ? path : `${path}*`, words],
  ];
}

/** The words that no shell takes apart. */
const listOf = (words: string[]) => words.filter((word) => /^[\w.:@%+/=-]+$/.test(word)).join(" ");

/** The `case` of bash and zsh. */
function branches(cases: Case[]): string {
  const patternOf = (pattern: string) => `"${pattern.replace("*", '"*"')}"`;
  const lines = cases.map(([pattern, words]) => `    ${patternOf(pattern)}) list="${listOf(words)}" ;;`);
  return `  case "\${before# }" in\n${lines.join("\n")}\n  esac`;
}

const bash = (cases: Case[]) => `COMP_WORDBREAKS=\${COMP_WORDBREAKS//=}
_qoder_work() {
  local before="\${COMP_WORDS[*]:1:COMP_CWORD-1} " list=
${branches(cases)}
  COMPREPLY=($(compgen -W "$list" -- "\${COMP_WORDS[COMP_CWORD]}"))
  [[ \${COMPREPLY-} != *= ]] || compopt -o nospace 2> /dev/null
}
complete -o default -F _qoder_work qoder-work`;

const zsh = (cases: Case[]) => `whence compdef > /dev/null || { autoload -Uz compinit; compinit -i }
_qoder_work() {
  local before="\${words[2,CURRENT-1]} " list=
${branches(cases)}
  [[ -n $list ]] || _files
  compadd -- \${(M)\${=list}:#*[^=]}
  compadd -S '' -- \${(M)\${=list}:#*=}
}
compdef _qoder_work qoder-work`;

const fish = (cases: Case[]) => `function _qoder_work
  switch (string join ' ' -- (commandline -opc)[2..] '')
${cases.map(([pattern, words]) => `    case '${pattern}'\n      string split -n ' ' -- '${listOf(words)}'`).join("\n")}
  end
end
complete -c qoder-work -f -a '(_qoder_work)'`;

const scripts = { bash, zsh, fish };
