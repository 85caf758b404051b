import { type Alias, isAlias, isCollection, isMap, isPair, isScalar, isSeq, type Pair, type Range } from 'yaml';

export type YamlPath = readonly (string | number)[];

export interface LocatedProblem {
  readonly path: YamlPath;
  readonly message: string;
  /** In UTF-16 units from the start of the text. */
  readonly offset: number;
}

/** What each alias stands for: the last value above it with its anchor. One walk, as asking each alias is one each. */
export type AliasTargets = ReadonlyMap<Alias, unknown>;

export function aliasTargets(root: unknown): AliasTargets {
  const anchors = new Map<string, unknown>();
  const targets = new Map<Alias, unknown>();
  function walk(node: unknown): void {
    if (isAlias(node)) {
      if (anchors.has(node.source)) targets.set(node, anchors.get(node.source));
    } else if (isPair(node)) {
      walk(node.key);
      walk(node.value);
    } else if (isCollection(node) || isScalar(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (isCollection(node)) node.items.forEach(walk);
    }
  }
  walk(root);
  return targets;
}

/**
 * Where to point for a value: at itself where it is a text, number or the like, else at its key; at the nearest
 * collection around it where it is missing.
 */
export function offsetOf(root: unknown, targets: AliasTargets, path: YamlPath, at?: 'key'): number {
  let node = root;
  let keyOffset: number | undefined;
  for (const step of path) {
    const around = isAlias(node) ? targets.get(node) : node;
    const pair = isMap(around) ? pairOf(around.items, step) : undefined;
    const next = isSeq(around) && typeof step === 'number' ? around.items[step] : pair?.value;
    if (pair === undefined && next === undefined) return keyOffset ?? startOf(node);
    node = next;
    keyOffset = pair === undefined ? undefined : startOf(pair.key);
  }
  if (at === 'key' || isCollection(node) || !isScalar(node) || node.value === null) return keyOffset ?? startOf(node);
  return startOf(node);
}

export interface Place {
  readonly path: YamlPath;
  /** Where the value begins. */
  readonly start: number;
}

/** The innermost value that spans an offset; a value's tag and anchor belong to it. */
export function placeAt(node: unknown, offset: number, path: YamlPath = []): Place {
  const start = startOf(node);
  if (isMap(node)) {
    for (const pair of node.items) {
      const key = keyText(pair);
      if (key === undefined) continue;
      if (spans(pair.key, offset)) return { path, start };
      if (startOf(pair.key) < offset && offset < endOf(pair.value)) return placeAt(pair.value, offset, [...path, key]);
    }
  }
  if (isSeq(node)) {
    const index = node.items.findIndex((item) => spans(item, offset));
    if (index >= 0) return placeAt(node.items[index], offset, [...path, index]);
  }
  return { path, start };
}

/** A key as a text; undefined for one that is empty or a collection. */
export function keyText({ key }: Pair): string | undefined {
  return isScalar(key) && key.value !== null && key.value !== undefined ? String(key.value) : undefined;
}

export function startOf(node: unknown): number {
  return rangeOf(node)?.[0] ?? 0;
}

function pairOf(pairs: readonly Pair[], step: string | number): Pair | undefined {
  return pairs.findLast((pair) => keyText(pair) === String(step));
}

function spans(node: unknown, offset: number): boolean {
  return startOf(node) <= offset && offset < endOf(node);
}

function endOf(node: unknown): number {
  const range = rangeOf(node);
  return range === undefined ? 0 : Math.max(range[1], range[0] + 1);
}

function rangeOf(node: unknown): Range | undefined {
  return isCollection(node) || isScalar(node) || isAlias(node) ? (node.range ?? undefined) : undefined;
}
