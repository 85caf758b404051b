/** The vendor's word for a scope of ours: one for all reading, the same words for writing. */
export function vendorScope(scope: string): string {
  return scope.endsWith(':read') ? 'read' : scope;
}

/** Our field's way as the vendor's clients know it: a verb names fields by their native names. */
export function vendorPath(path: readonly (string | number)[]): string {
  return path.map((step, at) => (at === 0 && typeof step === 'string' ? vendorField(step) : step)).join('.');
}

function vendorField(name: string): string {
  return otherNames.get(name) ?? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const otherNames: ReadonlyMap<string, string> = new Map([
  ['variables', 'attributes'],
  ['stage', 'status'],
  ['qualificationNotes', 'notes'],
  ['leadId', 'id'],
  ['staleForDays', 'stale_for_days'],
]);
