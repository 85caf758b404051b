/** Words that a channel's provider has approved beforehand, by the name it knows them by. */
export interface Template {
  readonly name: string;
  /** What stands in its places, in their order. */
  readonly values: readonly string[];
}

interface Filled {
  readonly text: string;
  /** What was filled in, in the order of the places. */
  readonly values: readonly string[];
}

/** Words with their places, such as `{name}`, filled in. A place of which nothing is known stays as it is written. */
export function fillPlaces(words: string, parts: Readonly<Record<string, string>>): Filled {
  const values: string[] = [];
  const text = words.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part !== undefined) values.push(part.trim());
    return part ?? whole;
  });
  return { text, values };
}
