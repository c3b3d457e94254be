import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { checkFailure, properties, running, startCheck, stopCheck, verdicts } from '../state/checks.ts';
import { goToSystem, place, systemQuery } from '../state/place.ts';
import { catalogue, model, scenario } from '../state/scene.ts';
import { helpIsOpen } from '../state/keys.ts';
import { isDark, toggleTheme } from '../state/theme.ts';
import { FailureNote } from './failure.tsx';
import { OptionsPanel } from './options.tsx';
import { counted, glyphOf, showBound, showProgress } from './words.ts';
import type { Verdict } from './words.ts';

const optionsAreOpen = signal(false);

export function Header(): VNode {
  const { variant, set } = place.value;
  const entry = scenario.value;
  const changed = Object.keys(set).length;
  return (
    <header class="top">
      <div class="bar">
        <h1 title={entry?.title}>refhold</h1>
        <label>
          <span class="label">scenario</span>
          <select
            aria-label="Scenario"
            value={entry?.name}
            onChange={({ currentTarget }) => goToSystem({ scenario: currentTarget.value, set: {} })}
          >
            {catalogue.value.data?.scenarios.map(({ name, file }) => (
              <option key={name} value={name}>
                {file ?? name}
              </option>
            ))}
          </select>
        </label>
        {entry !== undefined && entry.variants.length > 0 && (
          <label>
            <span class="label">variant</span>
            <select
              aria-label="Variant"
              value={variant ?? entry.variants[0]!.name}
              onChange={({ currentTarget }) =>
                goToSystem({ scenario: entry.name, variant: currentTarget.value, set })
              }
            >
              {entry.variants.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        {entry !== undefined && entry.options.length > 0 && (
          <button
            type="button"
            aria-expanded={optionsAreOpen.value}
            aria-controls="options"
            onClick={() => (optionsAreOpen.value = !optionsAreOpen.value)}
          >
            options{changed > 0 && <span class="count">{changed}</span>}
          </button>
        )}
        <span class="grow" />
        <CheckState />
        {running.value === undefined ? (
          <button type="button" class="primary" onClick={startCheck} title="Check every reachable state (c)">
            Check <kbd>c</kbd>
          </button>
        ) : (
          <button type="button" onClick={stopCheck} title="Stop the check (c)">
            Stop <kbd>c</kbd>
          </button>
        )}
        <button
          type="button"
          class="icon"
          aria-label={isDark.value ? 'Light colours' : 'Dark colours'}
          title="Dark or light (d)"
          onClick={toggleTheme}
        >
          {isDark.value ? '☀' : '☾'}
        </button>
        <button
          type="button"
          class="icon"
          aria-label="Keys"
          title="Keys (?)"
          onClick={() => (helpIsOpen.value = true)}
        >
          ?
        </button>
      </div>
      {optionsAreOpen.value && entry && model.value && (
        <OptionsPanel entry={entry} values={model.value.values} />
      )}
      {checkFailure.value?.query === systemQuery.value && (
        <FailureNote failure={checkFailure.value.failure} />
      )}
    </header>
  );
}

const order: readonly Verdict[] = ['violated', 'incomplete', 'vacuous', 'holds'];

/** How far the check is, or what it came to. */
function CheckState(): VNode {
  const { progress } = running.value ?? {};
  if (running.value !== undefined) {
    return <output class="state num">{progress === undefined ? 'starting' : showProgress(progress)}</output>;
  }
  const known = verdicts.value;
  if (known === undefined) return <output class="state dim">not checked</output>;
  const { exploration, recorded } = known.answer ?? {};
  const bound = exploration?.bound ?? exploration?.livenessBound;
  return (
    <output class="state num">
      {order.map((verdict) => {
        const count = properties.value.filter((property) => property.verdict === verdict).length;
        return (
          count > 0 && (
            <span key={verdict} class={`verdict ${verdict}`} title={`${count} ${verdict}`}>
              {glyphOf(verdict)} {count}
            </span>
          )
        );
      })}
      {exploration && <span class="wide">{counted(exploration.states, 'state')}</span>}
      {bound !== undefined && <span class="verdict incomplete">{showBound(bound)}</span>}
      {recorded && (
        <span
          class={`wide ${recorded.matches ? 'dim' : 'verdict violated'}`}
          title={recorded.differences
            .map(({ what, expected, got }) => `${what}: ${expected}, got ${got}`)
            .join('\n')}
        >
          {recorded.matches ? 'as recorded' : 'not as recorded'}
        </span>
      )}
      {known.file !== undefined && <span class="dim">from {known.file}</span>}
    </output>
  );
}
