import { useEffect, useRef } from 'preact/hooks';
import type { VNode } from 'preact';
import type { Loop, RunStep } from '../../shared/api.ts';
import { at, model, moveTo, run, undoStep, violations } from '../state/scene.ts';
import { properties } from '../state/checks.ts';
import { pane } from '../state/keys.ts';
import { place } from '../state/place.ts';
import { Changes } from './change.tsx';
import { Chosen } from './properties.tsx';
import { Waits } from './waits.tsx';
import { counted } from './words.ts';

export function TracePanel(): VNode {
  const list = useRef<HTMLDivElement>(null);
  const steps = run.value?.steps ?? [];
  const { loop, waits } = run.value ?? {};
  const position = at.value;
  useEffect(() => {
    list.current?.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' });
    // What is violated comes later, and makes its row higher.
  }, [position, run.value, pane.value, violations.value]);
  return (
    <section class="panel trace" aria-label="Trace">
      <h2>
        Trace <span class="dim num">{steps.length > 0 && counted(steps.length, 'step')}</span>
        <span class="grow" />
        {steps.length > 0 && (
          <button type="button" class="small" onClick={undoStep} title="Undo the last step (u)">
            undo <kbd>u</kbd>
          </button>
        )}
      </h2>
      <div class="about">
        <Chosen />
        {loop && <LoopNote loop={loop} length={steps.length} />}
      </div>
      <div class="scroll" ref={list}>
        <Steps />
        {waits && <Waits graph={waits} />}
        {steps.length === 0 && (
          <p class="dim hint">
            Check for counterexamples, or take a step by hand: <kbd>1</kbd> to <kbd>9</kbd>.
          </p>
        )}
      </div>
    </section>
  );
}

function Steps(): VNode {
  const steps = run.value?.steps ?? [];
  const position = at.value;
  // The end of the trace of a violated property is where it is violated; infinite runs are violated as a whole.
  const chosen = properties.value.find(({ name }) => name === place.value.property);
  const ends = chosen !== undefined && chosen.kind !== 'reachable' && place.value.loop === undefined;
  return (
    <ol class="rows">
      <li>
        <button type="button" class="step" aria-current={position === 0} onClick={() => moveTo(0)}>
          <span class="num">0</span>
          <span class="name dim">first state</span>
        </button>
      </li>
      {steps.map((step, i) => (
        <StepRow
          key={i}
          step={step}
          number={i + 1}
          isCurrent={position === i + 1}
          isEnd={ends && i === steps.length - 1}
          loop={run.value?.loop}
        />
      ))}
    </ol>
  );
}

function StepRow(props: {
  readonly step: RunStep;
  readonly number: number;
  readonly isCurrent: boolean;
  readonly isEnd: boolean;
  readonly loop: Loop | undefined;
}): VNode {
  const { step, number, isCurrent, isEnd, loop } = props;
  const entry = model.value?.steps[step.number];
  const inLoop = loop !== undefined && number > loop.from;
  const isFirst = loop !== undefined && number === loop.from + 1;
  const found = violations.value.map(({ property }) => property);
  const violates = isEnd || (isCurrent && found.length > 0);
  const classes = ['step', inLoop ? 'loop' : '', isFirst ? 'first' : '', violates ? 'violates' : ''];
  return (
    <li>
      <button
        type="button"
        class={classes.join(' ')}
        aria-current={isCurrent}
        title={[entry?.at, entry?.about].filter((line) => line !== undefined).join('\n')}
        onClick={() => moveTo(number)}
      >
        <span class="num">{number}</span>
        <span class="name mono">{entry?.name}</span>
        <Changes changes={step.changes} />
        {violates && (
          <span class="finding">
            ✘ {isCurrent && found.length > 0 ? found.join(', ') : place.value.property}
          </span>
        )}
      </button>
    </li>
  );
}

/** What the run does for ever, and why it may. */
function LoopNote({
  loop: { from, fairness },
  length,
}: {
  readonly loop: Loop;
  readonly length: number;
}): VNode {
  const stops = from === length;
  return (
    <div class="loop-note">
      <p>
        <strong>↻</strong>{' '}
        {stops
          ? 'The run stays in its last state for ever.'
          : `Steps ${from + 1} to ${length} repeat for ever: the state after step ${length} is that after step ${from}.`}
      </p>
      {fairness.length > 0 && (
        <details>
          <summary>Why it may: fairness in the loop</summary>
          <ul class="mono">
            {fairness.map(({ name, fairness: kind, status }) => (
              <li key={name}>
                {name} <span class="dim">{kind === 'none' ? 'no promise' : kind}</span> {status}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
