import type { VNode } from 'preact';
import type { PropertyAnswer, PropertyEntry } from '../../shared/api.ts';
import { properties, showTrace } from '../state/checks.ts';
import { pane } from '../state/keys.ts';
import { place } from '../state/place.ts';
import { violations } from '../state/scene.ts';
import { TrapPanel } from './trap.tsx';
import { counted, glyphOf } from './words.ts';

/** A property, with its verdict if it has one. */
type Row = PropertyEntry & Partial<PropertyAnswer>;

export function PropertiesPanel(): VNode {
  return (
    <section class="panel properties" aria-label="Properties">
      <h2>Properties</h2>
      <ul class="rows">
        {properties.value.map((property) => (
          <PropertyRow key={property.name} property={property} />
        ))}
      </ul>
    </section>
  );
}

function PropertyRow({ property }: { readonly property: Row }): VNode {
  const { name, kind, verdict, path, steps, loop, stale } = property;
  const here = violations.value.some((finding) => finding.property === name);
  const content = (
    <>
      <span class={`glyph ${verdict ?? ''}`} title={verdict ?? 'not checked'}>
        {glyphOf(verdict)}
      </span>
      <span class="name">{name}</span>
      {here && (
        <span class="tag violated" title="violated in the state that is shown">
          here
        </span>
      )}
      <span class="num dim" title={path === undefined ? kind : `trace of ${counted(steps ?? 0, 'step')}`}>
        {path === undefined ? '' : `${loop === undefined ? '' : '↻ '}${steps ?? 0}`}
      </span>
    </>
  );
  const title = stale ?? property.about ?? kind;
  return (
    <li>
      {path === undefined ? (
        <div class="row" title={title}>
          {content}
        </div>
      ) : (
        <button
          type="button"
          class="row"
          title={title}
          aria-current={place.value.property === name}
          onClick={() => {
            showTrace(property);
            if (pane.value === 'verdicts') pane.value = 'trace';
          }}
        >
          {content}
        </button>
      )}
    </li>
  );
}

/** What the property says whose trace is shown. */
export function Chosen(): VNode | null {
  const property = properties.value.find(({ name }) => name === place.value.property);
  if (property === undefined) return null;
  const { name, kind, about, formula, cites } = property;
  return (
    <div class="chosen">
      <p>
        <strong>{name}</strong>
        {about !== undefined && <span class="dim"> {about}</span>}
      </p>
      <p class="dim">
        <span class="mono">{formula ?? kind}</span>
        {cites !== undefined && ` · ${cites.join(' · ')}`}
      </p>
      <TrapPanel />
    </div>
  );
}
