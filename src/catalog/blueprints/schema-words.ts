/** Words of JSON schema, of Port, and ours that say something of a property. */
export const schemaWords: readonly string[] = [
  ...['type', 'title', 'description', 'icon', 'format', 'enum', 'enumColors', 'default', 'const', 'examples'],
  ...['minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['multipleOf', 'items', 'minItems', 'maxItems', 'uniqueItems', 'contains', 'properties', 'required'],
  ...['additionalProperties', 'patternProperties', 'propertyNames', 'minProperties', 'maxProperties'],
  ...['dependencies', 'dependentRequired', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', '$ref'],
  ...['$schema', '$id', '$comment', '$defs', 'definitions', 'readOnly', 'writeOnly', 'deprecated'],
  ...['spec', 'specAuthentication', 'labelColors', 'blueprint', 'dataset', 'sort', 'colorized', 'colors'],
]
