import { Composer, CST, type Document, Lexer, LineCounter, Parser } from 'yaml';
import { explainYamlErrors } from './explain-yaml-errors.ts';
import { aliasTargets, type LocatedProblem, offsetOf, placeAt, type YamlPath } from './locate-yaml.ts';
import { MAX_DEPTH, plainData, UNSTORABLE, unstorableAt } from './plain-yaml.ts';

/** Twelve times a long workflow. What reads a file may take its time for each, but not for each pair of them. */
const MAX_MARKS = 30_000;
const MAX_ALIASES = 200;

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
  const lines = countLines(text);
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const tokens = readTokens(text);
  if (!Array.isArray(tokens)) {
    return { value: undefined, problems: [tokens], positionOf, locate: () => positionOf(0) };
  }
  const [document, second] = compose(tokens, text.length);
  const root = document?.contents ?? null;
  const targets = aliasTargets(root);
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
  const data = document === undefined || syntax.isBroken ? undefined : plainData(root, targets);
  return {
    value: data?.value,
    problems: [...syntax.problems, ...(data?.problems ?? [])],
    positionOf,
    locate: (path, at) => positionOf(offsetOf(root, targets, path, at)),
  };
}

/** The tokens, or the one reason not to make them: reading on would take too long, or make what cannot be stored. */
function readTokens(text: string): CST.Token[] | LocatedProblem {
  const unstorable = unstorableAt(text);
  if (unstorable >= 0) return { path: [], message: UNSTORABLE, offset: unstorable };
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let [offset, marks, aliases] = [0, 0, 0];
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme);
    if (type !== 'space' && type !== null) marks += 1;
    if (type === 'alias') aliases += 1;
    if (aliases > MAX_ALIASES) {
      return { path: [], message: `the file has over ${MAX_ALIASES} aliases; write the values out`, offset };
    }
    if (marks > MAX_MARKS) {
      return { path: [], message: `the file has over ${MAX_MARKS} keys, values and marks; make it shorter`, offset };
    }
    tokens.push(...parser.next(lexeme));
    offset = parser.offset;
  }
  tokens.push(...parser.end());
  const deep = tooDeep(tokens);
  if (deep === undefined) return tokens;
  return { path: [], message: `nests more than ${MAX_DEPTH} deep; check the indentation`, offset: deep };
}

function countLines(text: string): LineCounter {
  const lines = new LineCounter();
  for (let start = 0; start === 0 || text[start - 1] === '\n'; ) {
    lines.addNewLine(start);
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return lines;
}

/** Keys that repeat are looked for in `plainData`: the library compares each with all before it. */
function compose(tokens: readonly CST.Token[], length: number): Document.Parsed[] {
  const options = { version: '1.2', schema: 'core', merge: false, uniqueKeys: false, logLevel: 'silent' } as const;
  return [...new Composer(options).compose(tokens, true, length)];
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
