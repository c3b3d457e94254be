/** Lines of Promela that know nothing of networks. */
/** Name of an atom of a property. */
export function atomName(property: number, atom: number): string {
  return `atom_${property + 1}_${atom + 1}`;
}

/** A macro, on as many lines as it takes. */
export function define(name: string, text: string): string {
  const parts = text.split(/(?<= (?:\|\||&&)) /);
  const lines: string[] = [];
  let line = `#define ${name} (`;
  for (const part of parts) {
    if (line.length + part.length > 108) {
      lines.push(`${line.trimEnd()} \\`);
      line = '  ';
    }
    line += `${part} `;
  }
  return [...lines, `${line.trimEnd()})`].join('\n');
}

/** The smallest type for so many values. */
export function typeFor(values: number): string {
  return values <= 256 ? 'byte' : values <= 32_768 ? 'short' : 'int';
}
