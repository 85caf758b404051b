import type { Outline } from './outline.ts';
import { error, type Path, type Problem } from './problem.ts';

/** Names that must differ: keys of fields, statuses, rules, answers and resources, and codes of the checklist. */
export function* checkNames(outline: Outline): Generator<Problem> {
  yield* distinct(outline.fields.map(({ path, name }) => ({ path: [...path, 'key'], name })));
  yield* distinct(outline.statuses.map(({ path, name }) => ({ path: [...path, 'key'], name })));
  yield* distinct(outline.disqualify.map(({ path, name }) => ({ path: [...path, 'key'], name })));
  yield* distinct(outline.answers.map(({ path, name }) => ({ path: [...path, 'key'], name })));
  yield* distinct(
    outline.checklist.flatMap(({ path, value }) =>
      (value?.items ?? []).map((item, index) => ({ path: [...path, 'items', index, 'code'], name: item.code })),
    ),
  );
  const resources = outline.booking?.resources ?? [];
  yield* distinct(
    resources.map((resource, index) => ({ path: ['booking', 'resources', index, 'key'], name: resource.key })),
  );
  yield* distinctWords(
    resources.map((resource, index) => ({
      path: ['booking', 'resources', index],
      owner: resource.name,
      words: [resource.name, ...resource.synonyms],
    })),
  );
  yield* distinctWords(
    outline.answers.map(({ path, name, value }) => ({
      path: [...path, 'questions'],
      owner: name ?? '',
      words: value?.questions ?? [],
    })),
  );
}

interface Named {
  readonly path: Path;
  readonly name: string | undefined;
}

function* distinct(all: readonly Named[]): Generator<Problem> {
  const seen = new Set<string>();
  for (const { path, name } of all) {
    if (name === undefined) continue;
    if (seen.has(name)) yield error(path, `\`${name}\` is taken by an earlier entry; choose another`);
    seen.add(name);
  }
}

interface Spoken {
  readonly path: Path;
  readonly owner: string;
  readonly words: readonly string[];
}

/** Words by which people name a thing must name one thing only. */
export function* distinctWords(all: readonly Spoken[]): Generator<Problem> {
  const owners = new Map<string, Spoken>();
  for (const spoken of all) {
    for (const word of spoken.words) {
      const folded = word.trim().toLowerCase();
      const earlier = owners.get(folded);
      if (earlier === undefined) owners.set(folded, spoken);
      else if (earlier !== spoken) {
        yield error(spoken.path, `"${word}" already means \`${earlier.owner}\`; keep it in one of the two`);
      }
    }
  }
}
