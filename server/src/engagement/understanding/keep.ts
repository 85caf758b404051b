/** A reader of an object, such as a language, that makes its answer once for each. */
export function onceFor<K extends WeakKey, V>(make: (key: K) => V): (key: K) => V {
  const kept = new WeakMap<K, { readonly made: V }>();
  return (key) => {
    const known = kept.get(key) ?? { made: make(key) };
    kept.set(key, known);
    return known.made;
  };
}

/** The same for an object in each language: a conversation may change its language. */
export function onceInLanguage<K extends WeakKey, V>(
  make: (key: K, language: string) => V,
): (key: K, language: string) => V {
  const byLanguage = onceFor((_: K) => new Map<string, { readonly made: V }>());
  return (key, language) => {
    const kept = byLanguage(key);
    const known = kept.get(language) ?? { made: make(key, language) };
    kept.set(language, known);
    return known.made;
  };
}

/** Makes a value when it is first asked for: what a start need not wait for. */
export function once<V>(make: () => V): () => V {
  let made: { readonly value: V } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
