import type { VNode } from 'preact';
import type { OptionEntry, OptionValue, ScenarioEntry } from '../../shared/api.ts';
import { goToSystem, place } from '../state/place.ts';

/** The options of a scenario, to be set on top of the variant. */
export function OptionsPanel(props: {
  readonly entry: ScenarioEntry;
  readonly values: Readonly<Record<string, OptionValue>>;
}): VNode {
  const { entry, values } = props;
  const { set, variant } = place.value;
  const change = (name: string, value: string): void =>
    goToSystem({ scenario: entry.name, variant, set: { ...set, [name]: value } });
  const about = entry.variants.find(({ name }) => name === variant) ?? entry.variants[0];
  return (
    <section class="options" id="options" aria-label="Options">
      {about && <p class="dim about">{about.about}</p>}
      <div class="fields">
        {entry.options.map((option) => (
          <label key={option.name} class={option.name in set ? 'changed' : ''} title={option.about}>
            <span class="mono">{option.name}</span>
            <Field option={option} value={values[option.name]!} onChange={change} />
          </label>
        ))}
      </div>
      {Object.keys(set).length > 0 && (
        <button type="button" onClick={() => goToSystem({ scenario: entry.name, variant, set: {} })}>
          as the variant has them
        </button>
      )}
    </section>
  );
}

function Field(props: {
  readonly option: OptionEntry;
  readonly value: OptionValue;
  readonly onChange: (name: string, value: string) => void;
}): VNode {
  const { option, value, onChange } = props;
  const { name, kind, values, min, max } = option;
  if (kind === 'flag') {
    return (
      <input
        type="checkbox"
        checked={value === true}
        onChange={({ currentTarget }) => onChange(name, String(currentTarget.checked))}
      />
    );
  }
  if (kind === 'choice') {
    return (
      <select value={String(value)} onChange={({ currentTarget }) => onChange(name, currentTarget.value)}>
        {values?.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      type="number"
      min={min}
      max={max}
      value={Number(value)}
      onChange={({ currentTarget }) => {
        if (currentTarget.validity.valid && currentTarget.value !== '') onChange(name, currentTarget.value);
      }}
    />
  );
}
