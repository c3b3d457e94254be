/** `25,920` */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `1 state`, `25,920 states` */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${Math.round(value) === 1 ? noun : plural}`;
}

/** `950`, `12.3 k`, `4.56 M`: three digits are enough to watch. */
export function approximate(value: number): string {
  for (const [unit, size] of [
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e3],
  ] as const) {
    if (value >= size) return `${(value / size).toPrecision(3)} ${unit}`;
  }
  return String(Math.round(value));
}

/** Bytes as `512 KB`, `1.5 GB`; 1 KB is 1,024 bytes. */
export function bytes(value: number): string {
  for (const [unit, size] of [
    ['GB', 2 ** 30],
    ['MB', 2 ** 20],
  ] as const) {
    if (value >= size) return `${trimmed(value / size)} ${unit}`;
  }
  return `${trimmed(value / 1024)} KB`;
}

/** Milliseconds as `35 ms`, `4.2 s`, `3 min 07 s`, `2 h 05 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 99.95) return `${trimmed(seconds)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return `${minutes} min ${two(Math.round(seconds) % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function trimmed(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, '');
}
