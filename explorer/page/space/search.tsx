import { useEffect, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import type { SearchAnswer } from '../../shared/api.ts';
import { properties } from '../state/checks.ts';
import { place } from '../state/place.ts';
import { model } from '../state/scene.ts';
import { along, found, search, visit } from '../state/space.ts';
import { at } from '../state/scene.ts';
import { counted } from '../parts/words.ts';

/** Asks for states. */
export function SearchBar(): VNode {
  const asked = place.value.search ?? '';
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  return (
    <div class="toolbar search" role="search">
      <input
        id="search"
        class="mono"
        type="search"
        spellcheck={false}
        autocomplete="off"
        list="searches"
        aria-label="Search states"
        placeholder={`search states: ${exampleOf()}`}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search(text.trim());
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <datalist id="searches">
        {properties.value
          .filter(({ kind }) => kind === 'always' || kind === 'never' || kind === 'deadlock')
          .map(({ name }) => (
            <option key={name} value={`violates "${name}"`} />
          ))}
      </datalist>
      <button type="button" onClick={() => search(text.trim())}>
        Search <kbd>⏎</kbd>
      </button>
    </div>
  );
}

/** A search that makes sense in this model. */
function exampleOf(): string {
  const [actor] = model.value?.actors ?? [];
  if (actor === undefined) return 'ACTOR in STATE';
  const states = model.value?.machines[actor.machine]?.root.children ?? [];
  return `${actor.name} in ${states.at(-1)?.key ?? 'STATE'} and not deadlock`;
}

/** What the search found, nearest first. */
export function Found(): VNode | null {
  const now = found.value;
  if (now === undefined) return null;
  const { answer, failure } = now;
  return (
    <section class="found" aria-label="Found states" aria-live="polite">
      {failure && (
        <>
          <p class="violated">✘ {failure.code}</p>
          <pre>{failure.what}</pre>
          <p class="dim">{failure.fix}</p>
        </>
      )}
      {answer && <Answer answer={answer} />}
    </section>
  );
}

function Answer({
  answer: { total, searched, complete, found: list },
}: {
  readonly answer: SearchAnswer;
}): VNode {
  const here = along.value[at.value];
  return (
    <>
      <p class="num">
        {total === 0 ? 'None' : total.toLocaleString('en')} of {counted(searched, 'state')}
        {!complete && <span class="verdict incomplete"> · not all were explored</span>}
        {total > list.length && <span class="dim"> · the nearest {list.length}:</span>}
      </p>
      <ol class="rows">
        {list.map(({ state, distance, shown }) => (
          <li key={state}>
            <button
              type="button"
              class="row"
              aria-current={state === here}
              title="Go there by a shortest path"
              onClick={() => void visit(state)}
            >
              <span class="num dim">{counted(distance, 'step')}</span>
              <span class="mono">{shown.join(' · ')}</span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
