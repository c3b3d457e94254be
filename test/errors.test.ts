import { describe, expect, test } from 'vitest';
import { errorCatalogue, RefholdError } from '../checker/index.ts';
import { messageOf } from '../checker/errors.ts';

describe('errors', () => {
  test('say what happened, where, and how to mend it', () => {
    const error = new RefholdError('RH105', { what: '"s"', where: ['system', 'step s'] });
    expect(error.message).toBe(
      'RH105 Two steps have the same name: "s"\n' +
        '  where: system › step s\n' +
        '  fix:   Give each step a name of its own: traces and fairness refer to it.',
    );
    expect(error).toMatchObject({
      name: 'RefholdError',
      code: 'RH105',
      what: '"s"',
      where: ['system', 'step s'],
    });
    expect(error.fix).toBe(errorCatalogue.RH105.fix);
    expect(error).toBeInstanceOf(Error);
    expect('cause' in error).toBe(false);
  });

  test('may know better how to mend this case, and what caused it', () => {
    const cause = new Error('inner');
    const error = new RefholdError('RH105', { what: 'x', fix: 'Rename it.', cause });
    expect(error.message).toBe('RH105 Two steps have the same name: x\n  fix:   Rename it.');
    expect([error.fix, error.cause, error.where]).toEqual(['Rename it.', cause, []]);
  });

  test('have a title without a full stop and an advice with one', () => {
    for (const [code, { title, fix }] of Object.entries(errorCatalogue)) {
      expect(code).toMatch(/^RH[1-5]\d\d$/);
      expect(title).toMatch(/^[A-Z`].*[^.]$/);
      expect(fix).toMatch(/\.$/);
    }
  });
});

test.each<[unknown, string]>([
  [new TypeError('no power'), 'no power'],
  ['no power', 'no power'],
  [{ code: 7 }, '{"code":7}'],
  [null, 'null'],
  [undefined, 'undefined'],
  [7, '7'],
  [Symbol('s'), 'Symbol(s)'],
])('the message of what was thrown: %o', (thrown, message) => {
  expect(messageOf(thrown)).toBe(message);
});
