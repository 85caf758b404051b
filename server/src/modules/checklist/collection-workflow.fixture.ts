/** A workflow that collects: items by a field, under a condition, for a person, and two papers. */
export function collectionWorkflow() {
  return { fileName: 'collection.yaml', text: SOURCE };
}

const SOURCE = `
key: collection
name: Collection
goal: collection
agent: { name: Alex, role: the assistant }
fields:
  - key: size
    label: Size
    type: select
    ask: Which size?
    options: [{ value: small }, { value: large }]
    metadataKey: size
statuses:
  - { key: open, label: Open, category: active, flags: [initial] }
  - { key: done, label: Done, category: won, flags: [terminal] }
  - { key: gone, label: Gone, category: lost, flags: [terminal] }
checklist:
  - name: About you
    items:
      - { code: size, label: Size, fieldType: SELECT, field: size }
      - code: spouse
        label: Spouse
        fieldType: TEXT
        conditions: { field: size, operator: '=', value: large }
      - { code: remarks, label: Remarks, fieldType: TEXT, required: false }
  - name: Papers
    items:
      - { code: passport, label: Passport, fieldType: ID }
      - code: statements
        label: Statements
        fieldType: BANK_STATEMENT
        validationRules: [Covers three months]
`;
