import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { keyText, type LocatedProblem, startOf, type YamlPath } from './locate-yaml.ts';

/** A workflow nests some twelve deep; what nests deeper is a slip or an attack on the stack. */
export const MAX_DEPTH = 32;

/** Aliases can make a small file endless: this many values, once they are filled in, is ten times a large workflow. */
const MAX_VALUES = 50_000;

/** The document as plain data, with aliases filled in. What cannot be plain data is undefined there, and a problem. */
export function plainData(document: Document.Parsed): { value: unknown; problems: LocatedProblem[] } {
  const problems: LocatedProblem[] = [];
  const filling = new Set<unknown>();
  let count = 0;

  function refuse(node: unknown, path: YamlPath, message: string): undefined {
    problems.push({ path, message, offset: startOf(node) });
  }

  function read(node: unknown, path: YamlPath, depth: number): unknown {
    count += 1;
    if (count === MAX_VALUES) return refuse(node, path, `the file has over ${MAX_VALUES} values; use fewer aliases`);
    if (count > MAX_VALUES) return undefined;
    if (depth > MAX_DEPTH) return refuse(node, path, `nests more than ${MAX_DEPTH} deep`);
    if (isScalar(node)) return node.value;
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
    const target = alias.resolve(document);
    if (target === undefined) {
      return refuse(alias, path, `no anchor \`&${name}\` stands above; write it there, or the value here`);
    }
    if (filling.has(target)) return refuse(alias, path, `\`*${name}\` stands inside its own anchor; move it out`);
    return read(target, path, depth + 1);
  }

  function readMap(map: YAMLMap, path: YamlPath, depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    for (const pair of map.items) {
      const key = keyText(pair);
      if (key === undefined) refuse(pair.key ?? map, path, 'a key must be a text; write `key: value`');
      else entries.push([key, read(pair.value, [...path, key], depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  return { value: read(document.contents, [], 0), problems };
}
