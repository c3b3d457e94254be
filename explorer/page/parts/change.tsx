import type { VNode } from 'preact';
import type { Change } from '../../shared/api.ts';
import { showData, showState } from '../../../checker/report/text/values.ts';

/** What a step changed, a line per actor: `net0  visible → freed · ddRef 4 → 1`. */
export function Changes({ changes }: { readonly changes: readonly Change[] }): VNode {
  const actors = [...new Set(changes.map(({ actor }) => actor))];
  return (
    <ul class="changes">
      {actors.map((actor) => (
        <li key={actor}>
          <span class="actor">{actor}</span>{' '}
          {changes
            .filter((change) => change.actor === actor)
            .map((change, i) => (
              <span key={fieldOf(change)} class="change">
                {i > 0 && <span class="dim"> · </span>}
                <OneChange change={change} />
              </span>
            ))}
        </li>
      ))}
    </ul>
  );
}

function OneChange({ change }: { readonly change: Change }): VNode {
  const isState = change.path[0] === 'value';
  return (
    <>
      {!isState && <span class="field">{fieldOf(change)} </span>}
      <span class="before">{side(change, 'before')}</span>
      <span class="dim"> → </span>
      <span class="after">{side(change, 'after')}</span>
    </>
  );
}

/** `ddRef`, `holders[0].zone`: the path inside the context; other parts of a snapshot by their names. */
export function fieldOf({ path }: Change): string {
  const inside = path[0] === 'context' ? path.slice(1) : path;
  return inside
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join('');
}

function side(change: Change, which: 'before' | 'after'): string {
  if (change.path[0] === 'value') return showState(change[which]);
  if (change.path[0] === 'status') return (change[which] as string | undefined) ?? 'active';
  return which in change ? showData(change[which], 60) : '(none)';
}
