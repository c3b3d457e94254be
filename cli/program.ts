import { Command } from 'commander';
import { addCheck } from './commands/check.ts';
import type { Context } from './context.ts';
import { examples } from './context.ts';
import { addExplain } from './commands/explain.ts';
import { addExplore } from './commands/explore.ts';
import { addExport } from './commands/export.ts';
import { addFixes } from './commands/fixes.ts';
import { addGraph } from './commands/graph.ts';
import { addInspect } from './commands/inspect.ts';
import { addJudge } from './commands/judge.ts';
import { addList } from './commands/list.ts';
import { addMatrix } from './commands/matrix.ts';
import { addReplay } from './commands/replay.ts';
import { addResume } from './commands/resume.ts';
import { addShow } from './commands/show.ts';
import { addWalk } from './commands/walk.ts';
import { addWatch } from './commands/watch.ts';
import { scenarios } from '../machines/index.ts';
import { isFileName } from './load/target.ts';
import { version } from './version.ts';

/** The command line of `refhold`. Mistakes in it are thrown as CommanderError, help and version too. */
export function makeProgram(context: Context): Command {
  const { io } = context;
  const help = context.paper(io.stdout);
  const program = new Command('refhold');
  program
    .description('Exhaustive model checker for systems of XState v5 machines.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .configureHelp({
      helpWidth: help.width,
      styleTitle: (text) => help.paint.bold(text),
      styleCommandText: (text) => help.paint.cyan(text),
      styleSubcommandText: (text) => help.paint.cyan(text),
      styleOptionText: (text) => help.paint.cyan(text),
      styleArgumentText: (text) => help.paint.cyan(text),
    })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(`${context.paper(io.stderr).paint.red('✘')} ${sentence(text)}`),
    })
    .showHelpAfterError('  `refhold COMMAND --help` has examples.')
    .exitOverride()
    .addHelpText(
      'after',
      `${examples([
        ['refhold list', 'what there is to check'],
        ['refhold check os-8627', 'find a kernel panic'],
        ['refhold check system.ts', 'check your own system'],
        ['refhold check', 'everything, against the recorded verdicts'],
      ])}\n\nNO_COLOR and FORCE_COLOR are respected. \`refhold COMMAND --help\` has examples and exit codes.`,
    );
  const commands = [
    ...[
      addCheck,
      addResume,
      addWatch,
      addMatrix,
      addFixes,
      addList,
      addShow,
      addGraph,
      addReplay,
      addInspect,
    ],
    ...[addWalk, addExplore, addExplain, addExport, addJudge],
  ];
  for (const add of commands) add(program, context);
  for (const command of [program, ...program.commands]) {
    command.option('--color', 'colours, whatever the output is').option('--no-color', 'no colours');
  }
  return program;
}

/** `error: unknown option '--x'\n(Did you mean --y?)` as one sentence, and help for who left out `check`. */
function sentence(text: string): string {
  const line = text.replace(/^error: /, '').replace(/\n\((Did you mean .*\?)\)/, '. $1');
  const command = /^unknown command '(.*)'/.exec(line)?.[1];
  if (command === undefined || !looksLikeTarget(command)) return line;
  return `${line.trimEnd()}. Did you mean \`refhold check ${command}\`?\n`;
}

function looksLikeTarget(word: string): boolean {
  return isFileName(word) || scenarios.some(({ name }) => name === word);
}
