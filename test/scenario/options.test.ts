import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { option } from '../../checker/index.ts';
import { checkValue, parseAssignment, showValues } from '../../checker/scenario/options.ts';
import { refusal } from '../support.ts';

const options = {
  shortcut: option.choice(['never', 'at-empty', 'early'], 'early', 'When the shortcut is taken.'),
  guard: option.flag(false, 'Whether dd_ref is compared with 2.'),
  links: option.integer({ min: 0, max: 12, default: 1 }, 'Links.'),
};

describe('reading name=value', () => {
  test.each<[string, [string, unknown]]>([
    ['shortcut=at-empty', ['shortcut', 'at-empty']],
    [' shortcut = never ', ['shortcut', 'never']],
    ['guard=true', ['guard', true]],
    ['guard=yes', ['guard', true]],
    ['guard=on', ['guard', true]],
    ['guard=1', ['guard', true]],
    ['guard=false', ['guard', false]],
    ['guard=no', ['guard', false]],
    ['guard=off', ['guard', false]],
    ['guard=0', ['guard', false]],
    ['links=0', ['links', 0]],
    ['links=12', ['links', 12]],
    ['links=+3', ['links', 3]],
    ['links=007', ['links', 7]],
  ])('%s', (text, result) => {
    expect(parseAssignment(options, text)).toEqual(result);
  });

  test.each<[string, string]>([
    ['guard=maybe', 'option guard is true | false, not "maybe"'],
    ['guard=TRUE', 'option guard is true | false, not "TRUE"'],
    ['guard=', 'option guard is true | false, not ""'],
    ['shortcut=late', 'option shortcut is never | at-empty | early, not "late"'],
    ['shortcut=', 'option shortcut is never | at-empty | early, not ""'],
    ['links=13', 'option links is 0 to 12, not "13"'],
    ['links=-1', 'option links is 0 to 12, not "-1"'],
    ['links=1.5', 'option links is 0 to 12, not "1.5"'],
    ['links=', 'option links is 0 to 12, not ""'],
    ['links= ', 'option links is 0 to 12, not ""'],
    ['links=0x2', 'option links is 0 to 12, not "0x2"'],
    ['links=1e1', 'option links is 0 to 12, not "1e1"'],
    ['links=two', 'option links is 0 to 12, not "two"'],
    ['links=1=2', 'option links is 0 to 12, not "1=2"'],
    ['link=1', 'there is no option "link". Did you mean "links"?'],
    ['=1', 'there is no option "". There is: shortcut, guard, links.'],
    ['toString=1', 'there is no option "toString". There is: shortcut, guard, links.'],
    ['links', '"links" has no value; write links=VALUE with 0 to 12'],
    ['kernel', 'there is no option "kernel". There is: shortcut, guard, links.'],
  ])('not %s', (text, what) => {
    expect(refusal(() => parseAssignment(options, text))).toMatchObject({ code: 'RH403', what });
  });

  test('every value that an option takes is read back as it is written', () => {
    const value = fc.oneof(
      fc.constantFrom(...options.shortcut.values).map((one) => ['shortcut', one] as const),
      fc.boolean().map((one) => ['guard', one] as const),
      fc.integer({ min: 0, max: 12 }).map((one) => ['links', one] as const),
    );
    fc.assert(
      fc.property(value, ([name, one]) => {
        expect(parseAssignment(options, `${name}=${String(one)}`)).toEqual([name, one]);
      }),
    );
  });
});

test('values given by a program are held to the same', () => {
  const fits = (name: keyof typeof options, value: unknown): boolean => {
    try {
      checkValue(name, options[name], value);
      return true;
    } catch {
      return false;
    }
  };
  expect([fits('links', 3), fits('guard', true), fits('shortcut', 'early')]).toEqual([true, true, true]);
  expect([fits('links', '3'), fits('links', NaN), fits('links', 2.5), fits('links', null)]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([
    fits('guard', 'true'),
    fits('guard', 1),
    fits('shortcut', 'late'),
    fits('shortcut', undefined),
  ]).toEqual([false, false, false, false]);
});

test('what an option takes, for people', () => {
  expect(Object.values(options).map(showValues)).toEqual([
    'never | at-empty | early',
    'true | false',
    '0 to 12',
  ]);
});
