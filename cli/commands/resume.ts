import type { Command } from 'commander';
import { runChecks } from '../check/checks.ts';
import { readJob } from '../check/checkpoint.ts';
import { EXIT_HELP } from '../exit.ts';
import { reporterHelp, selectReporters } from '../reporters/select.ts';
import { formatHelp, placeOf } from '../traces/place.ts';
import type { Context } from '../context.ts';
import { examples } from '../context.ts';
import { addBounds, addProgress, limitsOf, number, progressMode } from './bounds.ts';
import type { BoundFlags, ProgressFlags } from './bounds.ts';
import { addTold } from './told.ts';
import type { ToldFlags } from './told.ts';
import { parsePeriod } from '../quantity.ts';

interface ResumeFlags extends BoundFlags, ProgressFlags, ToldFlags {
  readonly checkpointEvery?: number;
}

export function addResume(program: Command, context: Context): void {
  const command = program
    .command('resume')
    .summary('go on with a check from its checkpoint')
    .description(
      'Goes on with the check that wrote the checkpoint (`refhold check … --checkpoint FILE`), to the same counts and ' +
        'verdicts as if nothing had stopped it. Everything that was learned of the model is asked again first; a model ' +
        'that has changed is refused. Bounds are those of the check unless they are given anew. Checkpoints go to the ' +
        'same file, which is removed once everything is decided.',
    )
    .argument('<file>', 'the checkpoint')
    .option(
      '--checkpoint-every <seconds>',
      'write a checkpoint so often (default: as the check did)',
      number('--checkpoint-every', parsePeriod),
    );
  addTold(command);
  addBounds(command).option('--quiet', 'verdicts only: no traces, no progress');
  addProgress(command)
    .addHelpText(
      'after',
      `${examples([
        ['refhold check system.ts --checkpoint run.ckpt', 'a long check'],
        ['refhold resume run.ckpt', 'after a crash, or Ctrl-C'],
        ['refhold resume run.ckpt --timeout 2h', 'with more time'],
        ['refhold resume run.ckpt --max-memory 24G', 'on a larger machine'],
      ])}\n\n${reporterHelp()}\n\n${formatHelp()}\n\n${EXIT_HELP}`,
    )
    .action(async (file: string, flags: ResumeFlags) => {
      const { cwd } = context.io;
      const { target, job } = await readJob(file, cwd);
      context.exit = await runChecks(
        {
          targets: [target],
          selection: {
            variants: job.variant === undefined ? [] : [job.variant],
            allVariants: false,
            set: job.set,
            limits: { ...job.limits, ...limitsOf(flags) },
          },
          properties: job.properties,
          recorded: job.recorded,
          tableOnly: flags.quiet === true,
          witnesses: flags.witnesses === true,
          coverage: flags.coverage === true,
          reporters: selectReporters(flags.reporter ?? [], flags.json, cwd),
          traces: (flags.traceTo ?? []).map(placeOf),
          audit: job.audit,
          storage: job.storage,
          progress: progressMode(flags, context.io),
          lanes: 1,
          why: undefined,
          engine: undefined,
          threads: undefined,
          symmetry: 'off',
          reduction: 'none',
          checkpoint: { file, every: flags.checkpointEvery ?? job.every, isResumed: true },
        },
        context,
      );
    });
}
