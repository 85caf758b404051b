import { type Alias, isAlias, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { type AliasTargets, keyText, type LocatedProblem, startOf, type YamlPath } from './locate-yaml.ts';

/** A workflow nests some twelve deep; what nests deeper is a slip or an attack on the stack. */
export const MAX_DEPTH = 32;

/** Aliases can make a small file endless: this many values, once they are filled in, is ten times a large workflow. */
const MAX_VALUES = 50_000;

/** Enough for a person to work through; the rest follows once these are mended. */
export const MAX_PROBLEMS = 100;

export const UNSTORABLE = 'holds a null byte or half a character, which cannot be stored; take it out';

/** Where a text holds what the database cannot store, in UTF-16 units: a null byte or a lone surrogate; else -1. */
export function unstorableAt(text: string): number {
  return text.search(/\0|\p{Surrogate}/u);
}

/** The document as plain data, with aliases filled in. What cannot be plain data is undefined there, and a problem. */
export function plainData(root: unknown, targets: AliasTargets): { value: unknown; problems: LocatedProblem[] } {
  const problems: LocatedProblem[] = [];
  const filling = new Set<unknown>();
  const repeated = new Set<unknown>();
  let count = 0;

  function refuse(node: unknown, path: YamlPath, message: string): undefined {
    if (problems.length < MAX_PROBLEMS) problems.push({ path, message, offset: startOf(node) });
  }

  function read(node: unknown, path: YamlPath, depth: number): unknown {
    count += 1;
    if (count === MAX_VALUES) return refuse(node, path, `the file has over ${MAX_VALUES} values; use fewer aliases`);
    if (count > MAX_VALUES) return undefined;
    if (depth > MAX_DEPTH) return refuse(node, path, `nests more than ${MAX_DEPTH} deep`);
    if (isScalar(node)) {
      const storable = typeof node.value !== 'string' || unstorableAt(node.value) < 0;
      return storable ? node.value : refuse(node, path, UNSTORABLE);
    }
    if (isAlias(node)) return readAlias(node, path, depth);
    filling.add(node);
    const value = readCollection(node, path, depth);
    filling.delete(node);
    return value;
  }

  function readCollection(node: unknown, path: YamlPath, depth: number): unknown {
    if (isMap(node)) return readMap(node, path, depth);
    return isSeq(node) ? node.items.map((item, index) => read(item, [...path, index], depth + 1)) : null;
  }

  function readAlias(alias: Alias, path: YamlPath, depth: number): unknown {
    const name = alias.source;
    const target = targets.get(alias);
    if (target === undefined) {
      return refuse(alias, path, `no anchor \`&${name}\` stands above; write it there, or the value here`);
    }
    if (filling.has(target)) return refuse(alias, path, `\`*${name}\` stands inside its own anchor; move it out`);
    return read(target, path, depth + 1);
  }

  function readMap(map: YAMLMap, path: YamlPath, depth: number): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    for (const pair of map.items) {
      const key = keyText(pair);
      if (key === undefined) refuse(pair.key ?? map, path, 'a key must be a text; write `key: value`');
      else if (unstorableAt(key) >= 0) refuse(pair.key, path, `the key ${UNSTORABLE}`);
      else {
        if (entries.has(key)) refuseRepeated(pair.key, [...path, key], key);
        entries.set(key, read(pair.value, [...path, key], depth + 1));
      }
    }
    return Object.fromEntries(entries);
  }

  /** Once for each key, however many aliases lead to it. */
  function refuseRepeated(node: unknown, path: YamlPath, key: string): void {
    if (!repeated.has(node)) refuse(node, path, `the key \`${key}\` is here twice; keep one`);
    repeated.add(node);
  }

  return { value: read(root, [], 0), problems };
}
