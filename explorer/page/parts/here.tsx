import type { VNode } from 'preact';
import type { ActorState, FindingHere, Here } from '../../shared/api.ts';
import { showData, showState } from '../../../checker/report/text/values.ts';
import { at, blamed, here, lastStep, model, states, takeStep, violations } from '../state/scene.ts';
import { Changes } from './change.tsx';
import { counted } from './words.ts';

/** The state that is looked at: what is wrong with it, what is possible in it, what it is. */
export function HerePanel(): VNode {
  const state = states.value[at.value];
  return (
    <>
      {violations.value.length > 0 && (
        <section class="panel violations" aria-label="Violated here">
          <h2 class="violated">✘ Violated here</h2>
          {violations.value.map((finding) => (
            <Finding key={finding.property} finding={finding} />
          ))}
        </section>
      )}
      <Possible />
      <section class="panel state" aria-label="State">
        <h2>
          State <span class="dim num">after {counted(at.value, 'step')}</span>
        </h2>
        {state && (
          <table class="actors">
            <tbody>
              {model.value?.actors.map(({ name }) => {
                const local = state[name];
                return local && <ActorRows key={name} actor={name} local={local} />;
              })}
            </tbody>
          </table>
        )}
      </section>
    </>
  );
}

function Finding({ finding: { property, values, reads } }: { readonly finding: FindingHere }): VNode {
  return (
    <div class="finding">
      <p>{property}</p>
      <dl class="mono">
        {Object.entries(values ?? {}).map(([name, value]) => (
          <Pair key={name} name={name} value={value} />
        ))}
      </dl>
      {reads.length > 0 && (
        <details open={values === undefined}>
          <summary>read {counted(reads.length, 'value')}</summary>
          <dl class="mono">
            {reads.map(({ path, value }) => (
              <Pair key={path} name={path.replace('.context.', '.')} value={value} />
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}

function Pair({ name, value }: { readonly name: string; readonly value: unknown }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{showData(value, 200)}</dd>
    </div>
  );
}

function Possible(): VNode {
  const now = here.value;
  return (
    <section class="panel possible" aria-label="Possible steps" aria-busy={now === undefined}>
      <h2>
        Possible steps <span class="dim num">{now?.enabled.length}</span>
      </h2>
      <ol class="rows">
        {now?.enabled.map(({ number, changes }, i) => {
          const step = model.value?.steps[number];
          return (
            <li key={number}>
              <button
                type="button"
                class="step"
                title={[step?.at, step?.about].filter((line) => line !== undefined).join('\n')}
                onClick={() => takeStep(number)}
              >
                <span class="num">{i < 9 ? <kbd>{i + 1}</kbd> : i + 1}</span>
                <span class="name mono">{step?.name}</span>
                <Changes changes={changes} />
              </button>
            </li>
          );
        })}
      </ol>
      {now?.enabled.length === 0 && (
        <p class={now.end ? 'dim hint' : 'hint violated'}>
          {now.end ? 'None: this is an accepted end.' : '✘ None: this is a deadlock.'}
        </p>
      )}
      {now && <Refused here={now} />}
    </section>
  );
}

function Refused({ here: { refused } }: { readonly here: Here }): VNode {
  return (
    <details>
      <summary>{counted(refused.length, 'step')} not possible here</summary>
      <ul class="refused">
        {refused.map(({ number, by }) => (
          <li key={number}>
            <span class="mono">{model.value?.steps[number]?.name}</span>
            <span class="dim">
              {by.length === 0
                ? 'its condition is not met'
                : by.map(({ actor, event }) => `${actor} refuses ${event}`).join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function ActorRows({ actor, local }: { readonly actor: string; readonly local: ActorState }): VNode {
  const changed = (path: string): boolean =>
    lastStep.value?.changes.some(
      (change) => change.actor === actor && change.path.slice(0, 2).join('.').startsWith(path),
    ) === true;
  const guilty = (path: string): boolean =>
    [...blamed.value].some((one) => one.startsWith(`${actor}.${path}`));
  const context = Object.entries((local.context ?? {}) as Record<string, unknown>);
  return (
    <>
      <tr class={classOf(changed('value'), guilty('value') || guilty('matches') || guilty('hasTag'))}>
        <th scope="row">{actor}</th>
        <td>
          {showState(local.value)}
          {local.status !== undefined && <span class="dim"> ({local.status})</span>}
        </td>
      </tr>
      {context.map(([name, value]) => (
        <tr key={name} class={`field ${classOf(changed(`context.${name}`), guilty(`context.${name}`))}`}>
          <th scope="row">{name}</th>
          <td>{showData(value, 80)}</td>
        </tr>
      ))}
    </>
  );
}

function classOf(changed: boolean, guilty: boolean): string {
  return `${changed ? 'changed' : ''} ${guilty && violations.value.length > 0 ? 'guilty' : ''}`;
}
