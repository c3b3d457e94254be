import type { VNode } from 'preact';
import type { ActorState, Chart } from '../../shared/api.ts';
import { showData, showState } from '../../../checker/report/text/values.ts';
import { at, blamed, lastStep, model, states, violations } from '../state/scene.ts';
import { ChartDrawing } from './chart.tsx';
import { layoutOf } from './layout.ts';

/** Every actor's statechart, with where it is. Actors keep their places from step to step. */
export function MachinesView(): VNode {
  const state = states.value[at.value];
  const known = model.value;
  return (
    <div class="machines">
      {known?.actors.map(({ name, machine }) => {
        const local = state?.[name];
        return local && <Card key={name} actor={name} chart={known.machines[machine]!} local={local} />;
      })}
    </div>
  );
}

interface CardProps {
  readonly actor: string;
  readonly chart: Chart;
  readonly local: ActorState;
}

function Card({ actor, chart, local }: CardProps): VNode {
  const layout = layoutOf(chart).value;
  const delivery = lastStep.value?.deliveries.find((one) => one.actor === actor);
  const context = Object.entries((local.context ?? {}) as Record<string, unknown>);
  const everywhere = layout?.parts.inside.get(chart.root.id) ?? [];
  const taken = new Set(delivery?.edges);
  return (
    <article class={`card ${delivery === undefined ? '' : 'moved'}`} aria-label={actor}>
      <header>
        <h3>{actor}</h3>
        {chart.id !== actor && <span class="dim">{chart.id}</span>}
        <span class="grow" />
        {delivery === undefined ? (
          <span class="now">{showState(local.value)}</span>
        ) : (
          <span class="received" title={showData(delivery.event)}>
            ← {delivery.event.type}
          </span>
        )}
      </header>
      {layout && (
        <ChartDrawing
          layout={layout}
          active={new Set(local.active)}
          taken={taken}
          label={`${actor} is in ${showState(local.value)}`}
        />
      )}
      {everywhere.length > 0 && (
        <p class="everywhere">
          in every state:{' '}
          {everywhere.map(({ id, text }) => (
            <span key={id} class={taken.has(id) ? 'taken' : ''}>
              {text}{' '}
            </span>
          ))}
        </p>
      )}
      {context.length > 0 && <Context actor={actor} context={context} />}
    </article>
  );
}

function Context(props: {
  readonly actor: string;
  readonly context: readonly (readonly [string, unknown])[];
}): VNode {
  const { actor, context } = props;
  return (
    <dl class="context">
      {context.map(([name, value]) => {
        const path = `${actor}.context.${name}`;
        const guilty = violations.value.length > 0 && [...blamed.value].some((one) => one.startsWith(path));
        const changed = lastStep.value?.changes.some(
          (change) => change.actor === actor && change.path[0] === 'context' && change.path[1] === name,
        );
        return (
          <div key={name} class={`${changed ? 'changed' : ''} ${guilty ? 'guilty' : ''}`}>
            <dt>{name}</dt>
            <dd>{showData(value, 48)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
