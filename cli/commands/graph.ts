import type { Command } from 'commander';
import { configOf } from '../../checker/export/config.ts';
import { diagramOf } from '../../checker/export/diagram.ts';
import { dotGraph } from '../../checker/export/dot.ts';
import { mermaidDiagram } from '../../checker/export/mermaid.ts';
import { RefholdError } from '../../checker/errors.ts';
import { parseAssignment } from '../../checker/scenario/options.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import { suggest } from '../../checker/system/suggest.ts';
import type { ActorDefinition, System } from '../../checker/system/types.ts';
import { build } from '../check/build.ts';
import { collect, examples } from '../context.ts';
import type { Context } from '../context.ts';
import { findTarget } from '../load/target.ts';

const formats = ['mermaid', 'dot', 'json'] as const;
type GraphFormat = (typeof formats)[number];

interface GraphFlags {
  readonly format?: string;
  readonly variant?: string;
  readonly set?: readonly string[];
}

export function addGraph(program: Command, context: Context): void {
  program
    .command('graph')
    .summary('draw the state diagrams of the machines')
    .description(
      'Writes the state diagrams of the machines of a scenario, or of the system in a file: each machine once, ' +
        'however many actors run it. As JSON, the configurations, which the editor of Stately imports.',
    )
    .argument('<target>', 'scenario by name (`refhold list`), or file')
    .argument('[actor...]', 'the machines of these actors only')
    .option('--format <format>', 'mermaid (default), dot (Graphviz) or json')
    .option('--variant <name>', 'with the options of this variant')
    .option('--set <option=value>', 'set an option on top of the variant; repeatable', collect)
    .addHelpText(
      'after',
      examples([
        ['refhold graph os-8627', 'all machines, for GitHub'],
        ['refhold graph os-8627 net0', 'the machine of one actor'],
        ['refhold graph system.ts --format dot | dot -Tsvg > system.svg', 'a picture of your own'],
        ['refhold graph os-8627 net0 --format json', "for Stately's editor: Import, JSON"],
      ]),
    )
    .action(async (word: string, names: readonly string[], flags: GraphFlags) => {
      const { io } = context;
      const format = graphFormat(flags.format);
      const target = await findTarget(word, io.cwd);
      const { scenario } = target;
      const set = Object.fromEntries(
        (flags.set ?? []).map((text) => parseAssignment(scenario.options, text)),
      );
      const { system } = build(target, valuesOf(scenario, flags.variant, set), io.cwd);
      io.stdout.write(graphs(chosen(system, names), format));
    });
}

function graphFormat(text = 'mermaid'): GraphFormat {
  const found = formats.find((format) => format === text);
  if (found !== undefined) return found;
  throw new RefholdError('RH530', {
    what: `"${text}".${suggest(text, formats)}`,
    fix: `Formats of diagrams are ${formats.join(', ')}.`,
  });
}

/** The first actor of every machine among those that are named, or among all. Throws RH536. */
function chosen({ actors }: System, names: readonly string[]): ActorDefinition[] {
  const known = actors.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new RefholdError('RH536', { what: `"${name}".${suggest(name, known)}` });
  }
  const wanted = names.length === 0 ? actors : actors.filter(({ name }) => names.includes(name));
  return wanted.filter(({ machine }, i) => wanted.findIndex((one) => one.machine === machine) === i);
}

function graphs(actors: readonly ActorDefinition[], format: GraphFormat): string {
  if (format === 'json') {
    const configs = actors.map(({ machine, initial }) => configOf(machine, initial.context as unknown));
    return `${JSON.stringify(configs.length === 1 ? configs[0] : configs, null, 2)}\n`;
  }
  const write = format === 'dot' ? dotGraph : mermaidDiagram;
  const texts = actors.map(({ machine }) => ({ id: machine.id, text: write(diagramOf(machine)) }));
  if (texts.length === 1 || format === 'dot') return texts.map(({ text }) => text).join('\n');
  // Several diagrams are a document.
  return texts.map(({ id, text }) => `## ${id}\n\n\`\`\`mermaid\n${text}\`\`\`\n`).join('\n');
}
