/**
 * Facts of the Informal Trace Format (https://apalache-mc.org/docs/adr/015adr-trace.html) as a JSON Schema: no numbers
 * and no null, a field that begins with `#` says what kind of value it is, every variable has a value in every state.
 */
const value = { $ref: '#/$defs/value' };
const only = (field: string, schema: object): object => ({
  type: 'object',
  properties: { [field]: schema },
  required: [field],
  additionalProperties: false,
});

export const itfSchema = {
  $defs: {
    value: {
      anyOf: [
        { type: 'boolean' },
        { type: 'string' },
        { type: 'array', items: value },
        only('#bigint', { type: 'string', pattern: '^-?[0-9]+$' }),
        only('#tup', { type: 'array', items: value }),
        only('#set', { type: 'array', items: value }),
        only('#map', {
          type: 'array',
          items: { type: 'array', items: value, minItems: 2, maxItems: 2 },
        }),
        only('#unserializable', { type: 'string' }),
        { type: 'object', propertyNames: { pattern: '^(?!#)' }, additionalProperties: value },
      ],
    },
  },
  type: 'object',
  properties: {
    '#meta': { type: 'object' },
    params: { type: 'array', items: { type: 'string' } },
    vars: { type: 'array', items: { type: 'string' }, minItems: 1 },
    states: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: { '#meta': { type: 'object' }, 'mbt::actionTaken': { type: 'string' } },
        required: ['mbt::actionTaken'],
        patternProperties: { '^(?!#)': value },
      },
    },
    loop: { type: 'integer', minimum: 0 },
  },
  required: ['vars', 'states'],
};
