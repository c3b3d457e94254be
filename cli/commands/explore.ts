import { spawn } from 'node:child_process';
import type { Command } from 'commander';
import { RefholdError } from '../../checker/errors.ts';
import { collect, examples } from '../context.ts';
import type { Context } from '../context.ts';
import { interruption } from '../interrupt.ts';
import { EXIT } from '../exit.ts';
import { startExplorer } from '../explore/start.ts';
import { print } from '../paper.ts';

/** Always the same, so that a link in a ticket opens on every machine that runs the explorer. */
const DEFAULT_PORT = 8627;

interface ExploreFlags {
  readonly variant?: string;
  readonly set?: readonly string[];
  readonly port: number;
  readonly open?: true;
}

export function addExplore(program: Command, context: Context): void {
  program
    .command('explore')
    .summary('look at machines and counterexamples in a local web page')
    .description(
      'Serves a web page on this machine (127.0.0.1 only, nothing is loaded from elsewhere) that shows the machines, ' +
        'steps through counterexamples, takes steps by hand, and draws the state space. Ctrl-C ends it.',
    )
    .argument(
      '[target]',
      'scenario, file, report (`refhold check --json`), trace (`--trace-to json`), or a link',
    )
    .option('--variant <name>', 'variant of the scenario to begin with')
    .option('--set <option=value>', 'set an option on top of the variant; repeatable', collect)
    .option('--port <n>', 'port to listen on; 0 for any that is free', parsePort, DEFAULT_PORT)
    .option('--open', 'open the page in the browser')
    .addHelpText(
      'after',
      examples([
        ['refhold explore', 'the scenarios that come with refhold'],
        ['refhold explore os-8627 --open', 'one of them, in the browser'],
        ['refhold explore system.ts', 'your own system'],
        ['refhold explore run.json', 'the counterexamples of a saved report, or one that was saved alone'],
        ["refhold explore 'http://127.0.0.1:8627/?scenario=…'", 'where a link in a ticket leads'],
      ]),
    )
    .action(async (word: string | undefined, { variant, set = [], port, open }: ExploreFlags) => {
      const { io, paper } = context;
      const { paint } = paper(io.stdout);
      const started = await startExplorer({ word, variant, set, port, cwd: io.cwd });
      print(io.stdout, [
        `${paint.bold('refhold explore')}  ${paint.cyan(started.link)}`,
        '  Ctrl-C ends it.',
      ]);
      if (open === true) openBrowser(started.link);
      await interruption(io);
      await started.stop();
      context.exit = EXIT.ok;
    });
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw new RefholdError('RH408', { what: `--port is a number from 0 to 65535, not "${text}"` });
}

/** What cannot be opened is printed anyway. */
function openBrowser(link: string): void {
  const [command, ...before] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler']
        : ['xdg-open'];
  spawn(command, [...before, link], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
