/** The path of the bundle of an entry, for the tests; see bundle.mjs. */
export function entryOf(name: 'main' | 'cli/main'): Promise<string>;
