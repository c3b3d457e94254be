import { signal } from '@preact/signals';
import { go, place } from './place.ts';
import { properties, running, showTrace, startCheck, stopCheck } from './checks.ts';
import { moveTo, takePossible, undoStep } from './scene.ts';
import { shorten } from './space.ts';
import { toggleTheme } from './theme.ts';

export const helpIsOpen = signal(false);
/** What is shown where there is room for one thing only. */
export const pane = signal<'verdicts' | 'trace' | 'here' | 'view'>('view');

interface Binding {
  readonly keys: readonly string[];
  readonly does: string;
  readonly run: (key: string) => void;
}

/** Every key, as the help shows them. */
export const bindings: readonly Binding[] = [
  { keys: ['j', 'ArrowDown'], does: 'next step of the trace', run: () => moveTo(place.value.at + 1) },
  { keys: ['k', 'ArrowUp'], does: 'step before', run: () => moveTo(place.value.at - 1) },
  { keys: ['g', 'Home'], does: 'first state', run: () => moveTo(0) },
  { keys: ['G', 'End'], does: 'last state', run: () => moveTo(place.value.path.length) },
  {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    does: 'take that step by hand',
    run: (key) => takePossible(Number(key) - 1),
  },
  { keys: ['u', 'Backspace'], does: 'undo the last step', run: undoStep },
  { keys: ['n'], does: 'next property with a trace', run: () => showNeighbour(1) },
  { keys: ['p'], does: 'property before', run: () => showNeighbour(-1) },
  { keys: ['c'], does: 'check, or stop the check', run: () => (running.value ? stopCheck() : startCheck()) },
  { keys: ['m'], does: 'machines', run: () => show('machines') },
  { keys: ['s'], does: 'sequence', run: () => show('sequence') },
  { keys: ['w'], does: 'state space', run: () => show('space') },
  { keys: ['x'], does: 'matrix of variants', run: () => show('matrix') },
  { keys: ['/'], does: 'search states', run: focusSearch },
  { keys: ['h'], does: 'shortest path to here', run: () => void shorten() },
  { keys: ['d'], does: 'dark or light', run: toggleTheme },
  { keys: ['?'], does: 'these keys', run: () => (helpIsOpen.value = !helpIsOpen.value) },
];

export function show(view: typeof place.value.view): void {
  pane.value = 'view';
  go({ view }, 'replace');
}

function showNeighbour(by: 1 | -1): void {
  const traced = properties.value.filter(({ path }) => path !== undefined);
  if (traced.length === 0) return;
  const now = traced.findIndex(({ name }) => name === place.value.property);
  const next = now < 0 ? (by > 0 ? 0 : traced.length - 1) : (now + by + traced.length) % traced.length;
  showTrace(traced[next]!);
}

function focusSearch(): void {
  show('space');
  const focus = (): void => document.querySelector<HTMLInputElement>('#search')?.focus();
  focus();
  // The view may have to be made first.
  setTimeout(focus);
}

/** Keys of whoever types, or moves inside something that has keys of its own. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  if (target.closest('input:not([type=range]), textarea') !== null) return true;
  // Letters choose an entry of a list, and keys of a dialog are its own. Neither knows the question mark.
  if (target.closest('select, dialog') !== null) return event.key !== '?';
  const arrows = event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End';
  return arrows && target.closest('input, .sigma-container, [role=tablist]') !== null;
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
  const binding = bindings.find(({ keys }) => keys.includes(event.key));
  if (binding === undefined) return;
  event.preventDefault();
  binding.run(event.key);
});
