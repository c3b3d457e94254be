import type { Command } from 'commander';
import { RefholdError } from '../../checker/errors.ts';
import { counted } from '../../checker/report/text/numbers.ts';
import { build, located } from '../check/build.ts';
import { jobsOf } from '../check/jobs.ts';
import { collect, examples } from '../context.ts';
import type { Context } from '../context.ts';
import { interruption } from '../interrupt.ts';
import { EXIT } from '../exit.ts';
import { writeText } from '../files.ts';
import { openInBrowser } from '../inspect/browser.ts';
import { randomRun, savedTrace, traceOfProperty } from '../inspect/choose.ts';
import type { Chosen } from '../inspect/choose.ts';
import { playLive } from '../inspect/live.ts';
import { VIEWER } from '../inspect/page.ts';
import type { WireEvent } from '../inspect/protocol.ts';
import { startRelay } from '../inspect/relay.ts';
import { findTarget } from '../load/target.ts';
import { print } from '../paper.ts';
import { parseCount, parseNumber } from '../quantity.ts';
import { isSaved, loadSaved, refuseUnknown, targetOf } from '../traces/saved.ts';
import { addBounds, limitsOf, number } from './bounds.ts';
import type { BoundFlags } from './bounds.ts';

interface InspectFlags extends BoundFlags {
  readonly property?: string;
  readonly variant?: string;
  readonly set?: readonly string[];
  readonly steps?: number;
  readonly seed?: number;
  readonly port?: number;
  readonly out?: string;
  readonly openViewer?: string;
}

export function addInspect(program: Command, context: Context): void {
  const command = program
    .command('inspect')
    .summary("play a trace or a run to Stately's inspector")
    .description(
      'Plays a run with XState actors, and offers what XState says of them on a WebSocket of this machine, in the form ' +
        "that Stately's inspector understands: machines, states, and who sends what to whom. Of a saved trace, its " +
        'steps; of a scenario or file, the trace of a property, or steps by chance. Ends with Ctrl-C.',
    )
    .argument('<target>', 'scenario, file with a system, or file with traces (`refhold check --json FILE`)')
    .option('--property <name>', 'the trace of this property; of a scenario, it is checked first')
    .option('--variant <name>', 'variant of the scenario')
    .option('--set <option=value>', 'set an option on top of the variant; repeatable', collect)
    .option(
      '--steps <n>',
      'without a trace: so many steps by chance (default: 40)',
      number('--steps', parseCount),
    )
    .option('--seed <n>', 'other steps by chance (default: 1)', number('--seed', parseNumber))
    .option('--port <n>', 'of the WebSocket (default: any that is free)', number('--port', parseNumber))
    .option(
      '--open-viewer [url]',
      `open a page that shows it in the viewer of Stately (${VIEWER}), which comes from the network`,
    )
    .option(
      '--out <file>',
      'write the events into a file, one JSON a line, and end: no WebSocket, no network',
    );
  addBounds(command)
    .addHelpText(
      'after',
      `${examples([
        ['refhold inspect os-8627', 'steps by chance'],
        ['refhold inspect os-8627 --property "dd_ref never underflows" --open-viewer', 'a trace, drawn'],
        ['refhold inspect run.json', 'a trace of a report'],
        ['refhold inspect system.ts --steps 20 --seed 7 --out events.jsonl', 'for other programs'],
      ])}

Nothing leaves this machine without --open-viewer. With it, your browser loads the page of Stately, and gets the
machines, states and events of this run; docs/inspector.md says more.`,
    )
    .action(async (word: string, flags: InspectFlags) => {
      context.exit = await inspect(word, flags, context);
    });
}

async function inspect(word: string, flags: InspectFlags, context: Context): Promise<number> {
  refuseCombinations(word, flags);
  const { io, paper } = context;
  const { events, what } = await (isSaved(word) ? playSaved : playTarget)(word, flags, context);
  const { paint } = paper(io.stderr);
  const said = `${counted(events.length, 'event')} of the inspector: ${what}`;
  if (flags.out !== undefined) {
    writeText('--out', flags.out, events.map((event) => `${JSON.stringify(event)}\n`).join(''), io.cwd);
    print(io.stderr, [paint.dim(`${said}, written to ${flags.out}`)]);
    return EXIT.ok;
  }
  const viewer = flags.openViewer;
  const relay = await startRelay({
    port: flags.port ?? 0,
    events,
    ...(viewer === undefined ? {} : { viewer }),
  });
  print(io.stdout, [
    said,
    `  ws://${relay.host}  ${paint.dim('gives all of them to everyone who connects from this machine')}`,
    ...(viewer === undefined
      ? [paint.dim('  --open-viewer shows it in the viewer of Stately.')]
      : [`  http://${relay.host}  ${paint.dim(`shows it in the viewer that ${viewer} serves`)}`]),
    paint.dim('  Ctrl-C ends it.'),
  ]);
  if (viewer !== undefined && io.stdout.isTTY === true) openInBrowser(`http://${relay.host}`);
  await interruption(io);
  await relay.close();
  return EXIT.ok;
}

interface Played {
  readonly events: readonly WireEvent[];
  readonly what: string;
}

async function playSaved(file: string, flags: InspectFlags, { io }: Context): Promise<Played> {
  const { checks } = loadSaved(file, io.cwd);
  const names = flags.property === undefined ? [] : [flags.property];
  refuseUnknown(checks, names);
  const wanted = checks.filter(({ properties }) =>
    properties.some(({ name, trace }) => trace && (names.length === 0 || names.includes(name))),
  );
  const [check, ...more] = wanted;
  if (check === undefined) throw new RefholdError('RH532', { what: `${file} holds no trace` });
  if (more.length > 0) {
    throw new RefholdError('RH533', {
      what: `${file} has traces of ${wanted.length} checks`,
      fix: 'Save the report of one check: `refhold check SCENARIO --variant NAME --json FILE`.',
    });
  }
  const target = await targetOf(check, file, io.cwd);
  const { system } = build(target, check.options, io.cwd);
  const chosen = savedTrace(system, check, names);
  return { events: playLive(system, check.scenario, chosen.run), what: chosen.what };
}

async function playTarget(word: string, flags: InspectFlags, { io }: Context): Promise<Played> {
  const target = await findTarget(word, io.cwd);
  const { variant, set, property, steps, seed } = flags;
  const limits = limitsOf(flags);
  const [job] = jobsOf(target, {
    variants: variant === undefined ? [] : [variant],
    allVariants: false,
    set: set ?? [],
    limits,
  });
  const { header } = job!;
  const checkable = build(target, header.options, io.cwd);
  const { system } = checkable;
  try {
    const chosen: Chosen =
      property === undefined
        ? randomRun(system, steps ?? 40, seed ?? 1)
        : await traceOfProperty(checkable, property, header, limits);
    return { events: playLive(system, header.scenario, chosen.run), what: chosen.what };
  } catch (thrown) {
    throw located(thrown, target, io.cwd, 'RH201');
  }
}

function refuseCombinations(word: string, flags: InspectFlags): void {
  const { property, steps, seed, out, port, openViewer, variant, set } = flags;
  const both = (one: string, other: string): RefholdError =>
    new RefholdError('RH535', { what: `${one} together with ${other}`, fix: 'Leave out one of them.' });
  const chance = steps !== undefined ? '--steps' : seed !== undefined ? '--seed' : undefined;
  if (chance !== undefined && property !== undefined) throw both(chance, '--property');
  if (chance !== undefined && isSaved(word)) throw both(chance, 'a saved trace');
  if (isSaved(word) && (variant !== undefined || set !== undefined))
    throw both(variant === undefined ? '--set' : '--variant', 'a saved trace');
  if (out !== undefined && port !== undefined) throw both('--out', '--port');
  if (out !== undefined && openViewer !== undefined) throw both('--out', '--open-viewer');
  if (port !== undefined && port > 65535)
    throw new RefholdError('RH408', { what: `--port is a number up to 65535, not ${port}` });
  if (openViewer !== undefined && !/^https?:\/\//.test(openViewer))
    throw new RefholdError('RH408', {
      what: `--open-viewer takes an address with http, not "${openViewer}"`,
    });
}
