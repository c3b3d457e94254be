import type { VNode } from 'preact';
import type { MatrixRow, PropertyAnswer } from '../../shared/api.ts';
import { FailureNote } from '../parts/failure.tsx';
import { counted, glyphOf, showProgress } from '../parts/words.ts';
import { matrix, startMatrix } from '../state/checks.ts';
import { goToSystem, go, place } from '../state/place.ts';
import { scenario } from '../state/scene.ts';
import { pane } from '../state/keys.ts';
import { readPath } from '../../shared/path.ts';

/** Variants against properties. */
export function MatrixView(): VNode {
  const variants = scenario.value?.variants.map(({ name }) => name) ?? [];
  const now = matrix.value;
  const isHere =
    now?.scenario === place.value.scenario && now.set === JSON.stringify(place.value.set) ? now : undefined;
  if (variants.length === 0) return <p class="dim hint">There are no variants to compare.</p>;
  return (
    <div class="matrix">
      <div class="toolbar">
        {isHere?.running === true ? (
          <button type="button" onClick={isHere.stop}>
            Stop
          </button>
        ) : (
          <button type="button" class="primary" onClick={() => startMatrix(variants)}>
            Check {counted(variants.length, 'variant')}
          </button>
        )}
        <output class="num dim">
          {isHere && `${isHere.rows.length} of ${isHere.total}`}
          {isHere?.running === true && isHere.progress && ` · ${showProgress(isHere.progress)}`}
        </output>
      </div>
      {isHere?.failure && <FailureNote failure={isHere.failure} />}
      {isHere && isHere.rows.length > 0 && <Table rows={isHere.rows} />}
      {isHere === undefined && (
        <p class="dim hint">
          Checks every variant of {place.value.scenario} and shows all verdicts in one table.
        </p>
      )}
    </div>
  );
}

function Table({ rows }: { readonly rows: readonly MatrixRow[] }): VNode {
  const names = [...new Set(rows.flatMap(({ answer }) => answer?.properties.map(({ name }) => name) ?? []))];
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">variant</th>
            <th scope="col" class="number">
              states
            </th>
            {names.map((name) => (
              <th scope="col" key={name} class="property">
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.variant} aria-current={row.variant === (place.value.variant ?? rows[0]!.variant)}>
              <th scope="row">
                <button type="button" class="link mono" onClick={() => open(row.variant)}>
                  {row.variant}
                </button>
              </th>
              <td class="number">{row.answer?.exploration.states.toLocaleString('en')}</td>
              {row.failure ? (
                <td colSpan={names.length} class="violated">
                  {row.failure.code} {row.failure.what}
                </td>
              ) : (
                names.map((name) => (
                  <Cell
                    key={name}
                    row={row}
                    property={row.answer?.properties.find((one) => one.name === name)}
                  />
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({
  row,
  property,
}: {
  readonly row: MatrixRow;
  readonly property: PropertyAnswer | undefined;
}): VNode {
  if (property === undefined) return <td class="dim" title="no property of this variant" />;
  const { name, verdict, steps, path } = property;
  const shows = verdict === 'violated' || verdict === 'incomplete';
  const text = `${glyphOf(verdict)}${shows && steps !== undefined ? ` ${steps}` : ''}`;
  const title = `${row.variant}: ${name}: ${verdict}`;
  return (
    <td class={`cell ${verdict}`}>
      {path === undefined ? (
        <span title={title}>{text}</span>
      ) : (
        <button
          type="button"
          title={`${title}, show the trace`}
          aria-label={title}
          onClick={() => open(row.variant, property)}
        >
          {text}
        </button>
      )}
    </td>
  );
}

/** Goes to a variant, and to the trace of a property there. */
function open(variant: string, property?: PropertyAnswer): void {
  const { scenario: name, set } = place.value;
  if (property?.path === undefined) {
    goToSystem({ scenario: name, variant, set });
    return;
  }
  const path = readPath(property.path) ?? [];
  pane.value = 'view';
  go({
    variant,
    model: undefined,
    property: property.name,
    loop: property.loop,
    path,
    at: path.length,
    view: 'machines',
  });
}
