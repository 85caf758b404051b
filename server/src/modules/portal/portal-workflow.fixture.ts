/** A workflow that collects a choice, a number and a passport; one item under a condition, one that is not required. */
export function portalWorkflow() {
  return { fileName: 'portal.yaml', text: SOURCE };
}

const SOURCE = `
key: portal
name: Papers
goal: collection
agent: { name: Alex, role: the assistant }
fields:
  - key: size
    label: Size
    type: select
    ask: Which size?
    options: [{ value: small }, { value: large }]
  - { key: ein, label: EIN, type: text, ask: What is your EIN? }
statuses:
  - { key: open, label: Open, category: active, flags: [initial] }
  - { key: done, label: Done, category: won, flags: [terminal] }
checklist:
  - name: About you
    items:
      - { code: size, label: Size, fieldType: SELECT, field: size }
      - { code: ein, label: EIN, fieldType: EIN, field: ein, agentInstructions: This is only for the team. }
      - code: spouse
        label: Spouse
        fieldType: TEXT
        conditions: { field: size, operator: '=', value: large }
      - { code: note, label: Note, fieldType: TEXT, required: false, clientInstructions: Anything else. }
  - name: Papers
    items:
      - { code: passport, label: Passport, fieldType: ID, config: { type: PASSPORT } }
`;
