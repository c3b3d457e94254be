import type { VNode } from 'preact';
import type { TrapNote } from '../../shared/api.ts';
import { showState } from '../../../checker/report/text/values.ts';
import { trap } from '../state/trap.ts';
import { counted } from './words.ts';

/** Why there is no way out of the end of the trace, where its property says so. */
export function TrapPanel(): VNode | null {
  const now = trap.value;
  if (now === undefined) return null;
  if (now === 'asking')
    return <p class="dim">Is there a way out of the last state? Exploring what follows it.</p>;
  if (now.trap !== undefined) return <Trap trap={now.trap} />;
  return now.verdict === 'none' ? (
    <p>There is a way out of the last state: this is no trap.</p>
  ) : (
    <p class="incomplete">… Too many states follow the last one to say whether there is a way out.</p>
  );
}

function Trap({ trap: { states, steps, stuck } }: { readonly trap: TrapNote }): VNode {
  return (
    <div class="trap">
      <p>
        <strong>A trap of {counted(states, 'state')}:</strong> from the last state of the trace on, the goal
        cannot be reached any more.
      </p>
      {stuck.length > 0 && (
        <details>
          <summary>
            Never move again: <span class="mono">{stuck.map(({ actor }) => actor).join(', ')}</span>
          </summary>
          <ul class="mono">
            {stuck.map(({ actor, state, lost }) => (
              <li key={actor}>
                {actor} <span class="dim">stays</span> {showState(state.value)}
                {lost.length > 0 && <span class="dim">, and can never: {lost.join(' · ')}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
      {steps.length === 0 ? (
        <p>No step is possible there.</p>
      ) : (
        <details>
          <summary>{counted(steps.length, 'step')} still possible</summary>
          <ul class="mono">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
