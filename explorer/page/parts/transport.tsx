import type { VNode } from 'preact';
import { place } from '../state/place.ts';
import { at, model, moveTo, run, violations } from '../state/scene.ts';

/** Along the trace: where one is, and where it loops. */
export function Transport(): VNode {
  const length = place.value.path.length;
  const position = at.value;
  const loop = run.value?.loop;
  const step = position === 0 ? undefined : run.value?.steps[position - 1];
  const name = step === undefined ? 'first state' : model.value?.steps[step.number]?.name;
  return (
    <footer class="transport" aria-label="Position in the trace">
      <button
        type="button"
        class="icon"
        aria-label="First state"
        title="First state (g)"
        disabled={position === 0}
        onClick={() => moveTo(0)}
      >
        ⇤
      </button>
      <button
        type="button"
        class="icon"
        aria-label="Step before"
        title="Step before (k)"
        disabled={position === 0}
        onClick={() => moveTo(position - 1)}
      >
        ←
      </button>
      <div class="track">
        {loop && length > 0 && <LoopMark from={loop.from} length={length} />}
        <input
          type="range"
          min={0}
          max={Math.max(length, 1)}
          value={position}
          disabled={length === 0}
          aria-label="Step"
          aria-valuetext={`${position} of ${length}: ${name ?? ''}`}
          onInput={({ currentTarget }) => moveTo(Number(currentTarget.value))}
        />
      </div>
      <button
        type="button"
        class="icon"
        aria-label="Next step"
        title="Next step (j)"
        disabled={position >= length}
        onClick={() => moveTo(position + 1)}
      >
        →
      </button>
      <button
        type="button"
        class="icon"
        aria-label="Last state"
        title="Last state (G)"
        disabled={position >= length}
        onClick={() => moveTo(length)}
      >
        ⇥
      </button>
      <output class="num">
        {position}/{length}
      </output>
      <span class={`name mono ${violations.value.length > 0 ? 'violated' : ''}`}>{name}</span>
    </footer>
  );
}

/** The part of the track that repeats, as wide as it is. */
function LoopMark({ from, length }: { readonly from: number; readonly length: number }): VNode {
  const share = from / length;
  return (
    <svg class="loop-mark" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <path d={`M${100 * share} 6V1H100V6`} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
