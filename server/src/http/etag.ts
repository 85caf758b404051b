/** A weak entity tag (RFC 9110, 8.8): what is answered may differ in detail while its version is the same. */
export function weakEtag(version: string): string {
  return `W/"${version.replaceAll(/[^\x21\x23-\x7e]/g, (character) => encodeURIComponent(character))}"`;
}

/** Whether an If-None-Match header names this entity, by weak comparison: `*`, or one of a list. */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  const opaque = etag.replace(/^W\//, '');
  return [...header.matchAll(/(?:W\/)?("[^"]*")/g)].some(([, tag]) => tag === opaque);
}
