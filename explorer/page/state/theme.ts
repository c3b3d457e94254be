import { computed, effect, signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'refhold-theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = signal(system.matches);
system.addEventListener('change', () => (systemIsDark.value = system.matches));

export const theme = signal<Theme>(readTheme());

export const isDark = computed(() => (theme.value === 'auto' ? systemIsDark.value : theme.value === 'dark'));

effect(() => {
  document.documentElement.dataset.theme = isDark.value ? 'dark' : 'light';
});

/** The other one of the two; the system's choice where that is the same. */
export function toggleTheme(): void {
  const wanted = isDark.value ? 'light' : 'dark';
  theme.value = (wanted === 'dark') === systemIsDark.value ? 'auto' : wanted;
  try {
    localStorage.setItem(KEY, theme.value);
  } catch {
    // A browser that keeps nothing.
  }
}

function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  } catch {
    return 'auto';
  }
}
