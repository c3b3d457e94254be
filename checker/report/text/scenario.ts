import { showValues } from '../../scenario/options.ts';
import type { PropertyData, ScenarioData, StepData, VariantData } from '../scenario.ts';
import type { Paper } from './paper.ts';
import { knownParts } from './recorded.ts';
import { beginsWith } from './trace.ts';
import { showData, showState } from './values.ts';
import { pad, widthOf } from './width.ts';
import { flow, prose } from './wrap.ts';

/** Terms wider than this stand on a line of their own. */
const TERM_WIDTH = 26;

/** Everything that `refhold show` shows. */
export function scenarioLines(paper: Paper, data: ScenarioData): string[] {
  const { paint, width } = paper;
  const name = paint.bold.cyan(data.name);
  return [
    ...(data.title === ''
      ? [name]
      : prose(data.title, { width, first: `${name}  `, rest: '  ' }, paint.bold)),
    ...prose(data.about, { width, first: '  ' }).filter((line) => line.trim() !== ''),
    ...section(paper, 'variants', data.variants, (one) => variantLines(paper, one, data)),
    ...section(paper, 'options', data.options, (one) => optionLines(paper, one, data)),
    ...changeLines(paper, data),
    ...section(paper, 'actors', data.actors, (one) => actorLines(paper, one, data)),
    ...section(paper, 'steps', data.steps, (one) => stepLines(paper, one)),
    ...section(paper, 'properties', data.properties, (one) => propertyLines(paper, one, data)),
    ...section(paper, 'sources', data.sources, ({ label, where }) =>
      term(paper, label, column(data.sources.map((source) => source.label)), (rest) =>
        prose(where, rest, paint.dim),
      ),
    ),
  ];
}

function section<T>(
  { paint }: Paper,
  title: string,
  items: readonly T[],
  lines: (item: T) => string[],
): string[] {
  if (items.length === 0) return [];
  return ['', `${paint.bold(title)} ${paint.dim(String(items.length))}`, ...items.flatMap(lines)];
}

function column(terms: readonly string[]): number {
  return Math.max(0, ...terms.map(widthOf).filter((width) => width <= TERM_WIDTH));
}

/** A term and, beside it or below it, what there is to say of it. */
function term(
  { paint, width }: Paper,
  name: string,
  beside: number,
  say: (options: { width: number; first: string }) => string[],
): string[] {
  const fits = widthOf(name) <= beside;
  const indent = ' '.repeat(beside + 4);
  const lines = say({ width, first: indent }).filter((line) => line.trim() !== '');
  const [first, ...rest] = lines;
  if (first === undefined) return [`  ${paint.cyan(name)}`];
  if (!fits) return [`  ${paint.cyan(name)}`, ...lines];
  return [`  ${pad(paint.cyan(name), beside)}  ${first.slice(indent.length)}`, ...rest];
}

function variantLines(paper: Paper, variant: VariantData, data: ScenarioData): string[] {
  const { paint } = paper;
  const names = data.variants.map(({ name }) => name);
  const set = Object.entries(variant.set).map(
    ([option, value]) => `${paint.dim(`${option}=`)}${String(value)}`,
  );
  const shown = variant.name === data.variant ? [paint.dim('(shown here)')] : [];
  return term(paper, variant.name, column(names), (rest) => [
    ...prose(variant.about, rest),
    ...flow([...knownParts(paper, variant.known), ...set, ...shown], { ...rest, gap: '  ' }),
  ]);
}

function optionLines(paper: Paper, option: ScenarioData['options'][number], data: ScenarioData): string[] {
  const { paint } = paper;
  const names = data.options.map(({ name }) => name);
  const here =
    option.value === option.default ? [] : [`${paint.dim('here')} ${paint.bold(String(option.value))}`];
  const change = option.change === true ? [paint.magenta('change')] : [];
  const values = [
    showValues(option),
    `${paint.dim('default')} ${String(option.default)}`,
    ...here,
    ...change,
  ];
  return term(paper, option.name, column(names), (rest) => [
    ...flow(values, { ...rest, gap: '  ' }),
    ...prose(option.about, rest, paint.dim),
  ]);
}

/** What is special about options that are changes. */
function changeLines({ paint, width }: Paper, { options }: ScenarioData): string[] {
  const changes = options.filter(({ change }) => change === true).length;
  if (changes === 0) return [];
  const which =
    changes === 1 ? 'The one that is a change is what' : `The ${changes} that are changes are what`;
  return prose(`${which} \`refhold fixes\` tries.`, { width, first: '  ' }, paint.dim);
}

function actorLines(paper: Paper, actor: ScenarioData['actors'][number], data: ScenarioData): string[] {
  const { paint, width } = paper;
  const { value, context } = actor.initial;
  const machines = column(data.actors.map(({ machine }) => machine));
  const names = column(data.actors.map(({ name }) => name));
  const room = Math.max(20, width - names - machines - 12);
  const state = `${showState(value)}${context === undefined ? '' : ` ${showData(context, room)}`}`;
  return term(paper, actor.name, names, (rest) =>
    flow([`${paint.dim(pad(actor.machine, machines))}  ${state}`], rest),
  );
}

function stepLines({ paint, width }: Paper, step: StepData): string[] {
  const by = step.by === undefined || beginsWith(step.name, step.by) ? [] : [`${paint.dim('by')} ${step.by}`];
  const at = step.at === undefined ? [] : [paint.dim(step.at)];
  const fairness = step.fairness === 'none' ? [] : [paint.dim(`${step.fairness} fairness`)];
  return [
    ...flow([paint.cyan(step.name), ...by, ...at, ...fairness], {
      width,
      first: '  ',
      rest: '      ',
      gap: '  ',
    }),
    ...(step.about === undefined ? [] : prose(step.about, { width, first: '      ' })),
  ];
}

function propertyLines(paper: Paper, property: PropertyData, data: ScenarioData): string[] {
  const { paint, width } = paper;
  const kinds = column(data.properties.map(({ kind }) => kind));
  const rest = { width, first: ' '.repeat(kinds + 4) };
  return [
    ...prose(property.name, { width, first: `  ${paint.dim(pad(property.kind, kinds))}  ` }, paint.cyan),
    ...(property.about === undefined ? [] : prose(property.about, rest)),
    ...(property.cites === undefined
      ? []
      : flow(
          property.cites.map((cite) => paint.dim(cite)),
          { ...rest, gap: paint.dim(' · ') },
        )),
  ];
}
