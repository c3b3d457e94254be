/**
 * Facts of SARIF 2.1.0 (OASIS) about the parts of it that refhold writes, as a JSON Schema: which fields are needed,
 * which there are, and what they may hold. Fields that are not listed do not exist here, though SARIF may have them.
 */
const object = (required: readonly string[], properties: object): object => ({
  type: 'object',
  required,
  properties,
  additionalProperties: false,
});
const text = { type: 'string' };
const list = (items: object, minItems = 0): object => ({ type: 'array', items, minItems });
const message = object(['text'], { text });
const from1 = { type: 'integer', minimum: 1 };

const physicalLocation = object(['artifactLocation'], {
  artifactLocation: object(['uri'], { uri: { ...text, pattern: '^[^ "<>\\\\^`{|}]+$' }, uriBaseId: text }),
  region: object(['startLine'], { startLine: from1, startColumn: from1 }),
});
const location = object([], {
  physicalLocation,
  logicalLocations: list(object([], { name: text, fullyQualifiedName: text, kind: text })),
  message,
});

const result = {
  ...object(['message'], {
    ruleId: { enum: ['safety', 'deadlock', 'liveness', 'incomplete', 'vacuous'] },
    ruleIndex: { type: 'integer', minimum: 0 },
    kind: { enum: ['notApplicable', 'pass', 'fail', 'review', 'open', 'informational'] },
    level: { enum: ['none', 'note', 'warning', 'error'] },
    message,
    locations: list(location, 1),
    partialFingerprints: { type: 'object', additionalProperties: text },
    codeFlows: list(
      object(['threadFlows'], {
        threadFlows: list(
          object(['locations'], {
            locations: list(
              object([], {
                location,
                executionOrder: { type: 'integer', minimum: -1 },
                nestingLevel: { type: 'integer', minimum: 0 },
                state: { type: 'object', additionalProperties: message },
              }),
              1,
            ),
          }),
          1,
        ),
      }),
      1,
    ),
    suppressions: list(
      object(['kind'], {
        kind: { enum: ['inSource', 'external'] },
        status: { enum: ['accepted', 'underReview', 'rejected'] },
        justification: text,
      }),
    ),
    properties: { type: 'object' },
  }),
  // What did not fail has no level.
  if: { properties: { kind: { const: 'fail' } } },
  else: { properties: { level: { const: 'none' } } },
};

export const sarifSchema = object(['version', 'runs'], {
  $schema: text,
  version: { const: '2.1.0' },
  runs: list(
    object(['tool'], {
      tool: object(['driver'], {
        driver: object(['name'], {
          name: text,
          semanticVersion: { ...text, pattern: '^\\d+\\.\\d+\\.\\d+' },
          rules: list(object(['id'], { id: text, name: text, shortDescription: message })),
        }),
      }),
      columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
      originalUriBaseIds: { type: 'object' },
      invocations: list(
        object(['executionSuccessful'], {
          executionSuccessful: { type: 'boolean' },
          exitCode: { type: 'integer' },
          toolExecutionNotifications: list(
            object(['message'], {
              level: { enum: ['none', 'note', 'warning', 'error'] },
              descriptor: object([], { id: text }),
              message,
            }),
          ),
        }),
      ),
      results: list(result),
    }),
  ),
});
