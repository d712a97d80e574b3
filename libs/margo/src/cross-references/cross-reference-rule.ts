/** The rules between parts of a description, by the words that profiles name them with. */
export type CrossReferenceRule =
  | 'target-components'
  | 'setting-parameters'
  | 'setting-schemas'
  | 'profile-ids'
  | 'component-names'
  | 'schema-names'
  | 'other-resources'
  | 'schema-rules'
  | 'reachable-parameters'
  | 'label-selectors'
  | 'match-expressions'
  | 'constraint-kinds'
  | 'component-locations'
  | 'pointers'
  | 'something-to-deploy'
  | 'recommended-types';
