import { Composer, type CST, type Document, LineCounter, Parser } from 'yaml';
import { explainYamlErrors } from './explain-yaml-errors.ts';
import { type LocatedProblem, offsetOf, placeAt, type YamlPath } from './locate-yaml.ts';
import { MAX_DEPTH, plainData } from './plain-yaml.ts';

export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

export interface YamlFile {
  /** Texts, numbers, booleans, nulls, lists and objects; undefined where the syntax is too broken to read. */
  readonly value: unknown;
  readonly problems: readonly LocatedProblem[];
  positionOf(offset: number): Position;
  /** Where a value stands, or the nearest that is there around it; with `key`, the key it stands under. */
  locate(path: YamlPath, at?: 'key'): Position;
}

/** Reads one YAML 1.2 document. Never throws: what is wrong is among the problems. */
export function readYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const deep = tooDeep(tokens);
  if (deep !== undefined) {
    const message = `nests more than ${MAX_DEPTH} deep; check the indentation`;
    return {
      value: undefined,
      problems: [{ path: [], message, offset: deep }],
      positionOf,
      locate: () => positionOf(0),
    };
  }
  const [document, second] = compose(tokens, text.length);
  const root = document?.contents ?? null;
  const syntax = explainYamlErrors(
    document,
    (offset) => placeAt(root, offset),
    (offset) => positionOf(offset).line,
  );
  if (second !== undefined) {
    const offset = second.range[0];
    syntax.problems.push({
      path: [],
      message: 'write one workflow a file; a second begins after `---` or `...`',
      offset,
    });
  }
  const data = document === undefined || syntax.isBroken ? undefined : plainData(document);
  return {
    value: data?.value,
    problems: [...syntax.problems, ...(data?.problems ?? [])],
    positionOf,
    locate: (path, at) => positionOf(document === undefined ? 0 : offsetOf(document, path, at)),
  };
}

function compose(tokens: readonly CST.Token[], length: number): Document.Parsed[] {
  const composer = new Composer({ version: '1.2', schema: 'core', merge: false, uniqueKeys: true, logLevel: 'silent' });
  return [...composer.compose(tokens, true, length)];
}

/** The offset at which the tokens nest too deeply; checked without recursion, as composing them is not. */
function tooDeep(tokens: readonly CST.Token[]): number | undefined {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return token.offset;
    if (token.type === 'document' && token.value) open.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
  return undefined;
}
