import { useEffect, useRef, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import type { SpaceGraph } from '../../shared/api.ts';
import { FailureNote } from '../parts/failure.tsx';
import { counted, showBound, showProgress } from '../parts/words.ts';
import { place } from '../state/place.ts';
import { at } from '../state/scene.ts';
import { along, found, lostWay, shorten, space, visit } from '../state/space.ts';
import { isDark } from '../state/theme.ts';
import { canDraw, Drawing } from './drawing.ts';
import { Found, SearchBar } from './search.tsx';

/** All reachable states: drawn, searched, and walked to. */
export function SpaceView(): VNode {
  const { graph, progress, failure } = space.value ?? {};
  return (
    <div class="space">
      <SearchBar />
      {failure && <FailureNote failure={failure} />}
      {lostWay.value && <FailureNote failure={lostWay.value} />}
      {graph === undefined && failure === undefined && (
        <p class="dim hint num">{progress === undefined ? 'exploring' : showProgress(progress)}</p>
      )}
      {graph && (
        <div class="body">
          <Found />
          <GraphPanel key={place.value.scenario} graph={graph} />
        </div>
      )}
    </div>
  );
}

function GraphPanel({ graph }: { readonly graph: SpaceGraph }): VNode {
  const here = along.value[at.value];
  const outside = here === undefined || here < 0 || here >= graph.drawn;
  return (
    <div class="graph">
      <div class="toolbar">
        <span class="num dim">
          {graph.drawn < graph.states
            ? `drawn: the ${counted(graph.drawn, 'state')} nearest to the first one, of ${counted(graph.states, 'state')}`
            : counted(graph.states, 'state')}
          {` · ${counted(graph.transitions, 'transition')} · depth ${graph.depth}`}
          {!graph.allEdges && `, not all of them drawn`}
          {graph.bound !== undefined && (
            <span class="verdict incomplete"> · {showBound(graph.bound)}, there are more</span>
          )}
        </span>
        <span class="grow" />
        <button type="button" class="small" disabled={at.value === 0} onClick={() => void shorten()}>
          shortest path here <kbd>h</kbd>
        </button>
      </div>
      {canDraw() ? (
        <Canvas graph={graph} />
      ) : (
        <p class="hint dim">
          This browser has no WebGL, which the drawing needs. Search and paths work without it.
        </p>
      )}
      <p class="legend dim">
        <i class="key here" /> here <i class="key path" /> path <i class="key hit" /> found
        {graph.deadlocks.length > 0 && (
          <>
            {' '}
            <i class="key deadlock" /> {counted(graph.deadlocks.length, 'deadlock')}
          </>
        )}
        {graph.ends.length > 0 && (
          <>
            {' '}
            <i class="key end" /> {counted(graph.ends.length, 'end')}
          </>
        )}{' '}
        · a row per step from the first state
        {outside && at.value > 0 && ' · the state that is shown is not drawn'}
      </p>
    </div>
  );
}

function Canvas({ graph }: { readonly graph: SpaceGraph }): VNode {
  const box = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<Drawing>();
  useEffect(() => {
    const made = new Drawing(box.current!, graph, (state) => void visit(state));
    setDrawing(made);
    return () => made.end();
  }, [graph]);
  const path = along.value;
  const position = at.value;
  const answer = found.value?.answer;
  useEffect(() => {
    drawing?.mark({ along: path, here: path[position], found: new Set(answer?.drawn) });
  }, [drawing, path, position, answer]);
  const dark = isDark.value;
  useEffect(() => drawing?.recolour(), [drawing, dark]);
  return (
    <div class="canvas">
      <div
        class="sigma-container"
        ref={box}
        role="img"
        aria-label={`The graph of ${counted(graph.drawn, 'state')}. Search, or take steps, to move in it by keys.`}
      />
      <div class="zoom">
        <button type="button" class="icon" aria-label="Zoom in" onClick={() => drawing?.zoom('in')}>
          +
        </button>
        <button type="button" class="icon" aria-label="Zoom out" onClick={() => drawing?.zoom('out')}>
          −
        </button>
        <button type="button" class="icon" aria-label="Show all" onClick={() => drawing?.zoom('all')}>
          ⤢
        </button>
      </div>
    </div>
  );
}
