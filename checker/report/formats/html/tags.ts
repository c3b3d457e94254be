/** HTML that is safe to put into HTML. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Content = Markup | string | number | readonly Content[];

/** Markup with contents put in; text among them is escaped, also for attributes in double quotes. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(strings.map((text, i) => (i === 0 ? '' : show(contents[i - 1]!)) + text).join(''));
}

function show(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(show).join('');
  return String(content).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Markup that was written here, character by character. */
export function raw(text: string): Markup {
  return new Markup(text);
}

export const nothing = new Markup('');
