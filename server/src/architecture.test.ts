import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const root = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .sort();
const imports = files.flatMap((from) => importsOf(from, readFileSync(join(root, from), 'utf8')));

/** Who may import whom: for each area, the areas beside itself. `main`, `app`, `context` and their like may all. */
const allowed: Readonly<Record<string, readonly RegExp[]>> = {
  kernel: [],
  db: [/^kernel\//],
  jobs: [/^(kernel|db)\//],
  http: [/^(kernel|db)\//],
  engagement: [/^kernel\//],
  modules: [/^(kernel|db|jobs|engagement)\//, /^modules\/[^/]+\/index\.ts$/, /^adapters\/[^/]+\/port\.ts$/],
  adapters: [/^kernel\//, /^adapters\/shared\//],
  dialects: [/^(kernel|http)\//, /^modules\/[^/]+\/index\.ts$/],
  mcp: [/^(kernel|http)\//, /^modules\/[^/]+\/index\.ts$/],
  'config.ts': [/^kernel\//],
};

test('the source is where this test looks for it', () => {
  expect(files).toContain('main.ts');
  expect(imports.length).toBeGreaterThan(files.length);
});

test('an area imports only what it may', () => {
  expect(imports.filter((each) => !isAllowed(each)).map((each) => `${each.from} -> ${each.to}`)).toEqual([]);
});

test('a module takes an adapter port as a type only', () => {
  const values = imports.filter((each) => each.from.startsWith('modules/') && each.to.startsWith('adapters/'));
  expect(values.filter((each) => !each.isType)).toEqual([]);
});

test('modules do not import each other in a circle', () => {
  const edges = imports
    .map((each) => [unitOf(each.from), unitOf(each.to)] as const)
    .filter(([from, to]) => from !== to && from.startsWith('modules/') && to.startsWith('modules/'));
  expect(findCircle(edges)).toEqual([]);
});

test('only config.ts reads the environment', () => {
  expect(filesWith(/\bprocess\.env\b/)).toEqual(['config.ts']);
});

test('engagement has no clock, no chance and no input or output of its own', () => {
  const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|from 'node:|\bTemporal\.Now\b|\bfetch\(/;
  expect(filesWith(impure).filter((path) => path.startsWith('engagement/'))).toEqual([]);
});

function importsOf(from: string, text: string): Import[] {
  const pattern =
    /^(?:import|export)\s+(type\s)?[^;]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)|^import\s+'(\.[^']+)'/gm;
  return [...text.matchAll(pattern)].map((match) => ({
    from,
    to: normalize(join(dirname(from), match[2] ?? match[3] ?? match[4] ?? '')),
    isType: match[1] !== undefined,
  }));
}

function isAllowed({ from, to }: Import): boolean {
  const rules = allowed[from.split('/')[0] ?? ''];
  if (!rules || unitOf(from) === unitOf(to)) return true;
  return (
    rules.some((rule) => rule.test(to)) ||
    // The lists of dialects, and of a kind's adapters.
    (from === 'dialects/index.ts' && /^dialects\/[^/]+\/index\.ts$/.test(to)) ||
    (/^adapters\/[^/]+\/index\.ts$/.test(from) && to.startsWith(`${dirname(from)}/`)) ||
    (from.startsWith('adapters/') && to === join(dirname(dirname(from)), 'port.ts'))
  );
}

/** What counts as one thing: a module, a dialect, a provider's adapter, else the whole area. */
function unitOf(path: string): string {
  const parts = path.split('/');
  const depth = { modules: 2, dialects: 2, adapters: 3 }[parts[0] ?? ''] ?? 1;
  return parts.slice(0, depth).join('/');
}

function filesWith(pattern: RegExp): string[] {
  return files.filter((path) => pattern.test(readFileSync(join(root, path), 'utf8')));
}

/** The units on one circle, or none. A unit that none led back from is looked at once: there are too many ways. */
function findCircle(edges: readonly (readonly [string, string])[]): string[] {
  const free = new Set<string>();
  const visit = (unit: string, path: readonly string[]): string[] => {
    if (path.includes(unit)) return [...path.slice(path.indexOf(unit)), unit];
    if (free.has(unit)) return [];
    for (const [, next] of edges.filter(([from]) => from === unit)) {
      const circle = visit(next, [...path, unit]);
      if (circle.length > 0) return circle;
    }
    free.add(unit);
    return [];
  };
  return edges.map(([from]) => visit(from, [])).find((circle) => circle.length > 0) ?? [];
}

test('leads are locked so that what names them may come and go (modules/leads/lock-lead.ts)', () => {
  const others = files.filter((from) => tablesLocked(readFileSync(join(root, from), 'utf8')).includes('leads'));
  // What is erased is deleted for good, and whoever names it must wait; a campaign keeps an erasure out, and nobody else.
  expect(others).toEqual(['modules/campaigns/put-leads.ts', 'modules/leads/erase-lead.ts']);
});

/** The tables whose rows are locked otherwise than `for no key update`. */
function tablesLocked(source: string): (string | undefined)[] {
  return [...source.matchAll(/\bfor (?:update|share|key share)\b(?: of (\w+))?/g)].map(({ index, 1: alias }) => {
    const named = new RegExp(`\\b(?:from|join) (\\w+)${alias === undefined ? '' : ` ${alias}\\b`}`, 'g');
    return [...withoutParentheses(source.slice(0, index)).matchAll(named)].at(-1)?.[1];
  });
}

/** Without what is inside parentheses that are closed again, such as the tables of a subquery. */
function withoutParentheses(text: string): string {
  const less = text.replaceAll(/\([^()]*\)/g, '');
  return less === text ? text : withoutParentheses(less);
}
