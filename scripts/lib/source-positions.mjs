// Part of the bundle: a stack trace names the lines of the source. Node's own source maps keep 27 MB for that from the
// first stack on, in objects of each mapping: here a map is read through for each place, once, and not kept.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const known = new Map();
/** More places than the errors of a healthy process come from. */
const MOST_KNOWN = 2_000;
const bundled = /(file:\/\/[^\s()]+\/foyer-server\/[^\s():]+\.mjs):(\d+):(\d+)/g;

Error.prepareStackTrace = (error, frames) =>
  [describe(error), ...frames.map((frame) => `    at ${frame}`)].join('\n').replaceAll(bundled, toSource);

function describe(error) {
  try {
    return String(error);
  } catch {
    return 'an error that cannot be printed';
  }
}

/** The place itself where its map is gone: after a change of the source another bundle takes this one's place. */
function toSource(place, url, line, column) {
  if (known.size >= MOST_KNOWN) known.clear();
  const source = known.get(place) ?? lookUp(place, url, Number(line), Number(column));
  known.set(place, source);
  return source;
}

function lookUp(place, url, line, column) {
  try {
    const { sources, mappings } = JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8'));
    const origin = findOrigin(mappings, line, column);
    return origin ? `${new URL(sources[origin.source], url)}:${origin.line}:${origin.column}` : place;
  } catch {
    return place;
  }
}

const digits = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((one, at) => [one, at]),
);

/**
 * Where the code at a line and column (from 1) comes from, in the mappings of ECMA-426: lines end with a semicolon,
 * segments with a comma, and the numbers of a segment are told as differences, in digits of base 64.
 */
function findOrigin(mappings, line, column) {
  let isFound = false;
  let [at, row, begins, source, sourceLine, sourceColumn] = [0, 1, 0, 0, 0, 0];
  const isOver = () => at >= mappings.length || mappings[at] === ',' || mappings[at] === ';';
  const next = () => {
    let [value, shift, digit] = [0, 0, 0];
    do {
      digit = digits.get(mappings[at++]);
      value |= (digit & 31) << shift;
      shift += 5;
    } while (digit & 32);
    return value & 1 ? -(value >>> 1) : value >>> 1;
  };
  while (at < mappings.length && row <= line) {
    if (mappings[at] === ';') [row, begins] = [row + 1, 0];
    if (isOver()) {
      at++;
      continue;
    }
    begins += next();
    if (row === line && begins >= column) break;
    if (isOver()) continue;
    source += next();
    sourceLine += next();
    sourceColumn += next();
    if (!isOver()) next();
    isFound = row === line;
  }
  return isFound ? { source, line: sourceLine + 1, column: sourceColumn + 1 } : undefined;
}
