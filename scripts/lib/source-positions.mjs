// Part of the bundle: a stack trace names the lines of the source. Node's own --enable-source-maps takes 27 MB for that.
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

const maps = new Map();
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
  try {
    const map = maps.get(url) ?? new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')));
    maps.set(url, map);
    const { fileName, lineNumber, columnNumber } = map.findOrigin(Number(line), Number(column));
    return fileName === undefined ? place : `${new URL(fileName, url)}:${lineNumber}:${columnNumber}`;
  } catch {
    return place;
  }
}
