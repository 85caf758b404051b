import { didYouMean } from './nearest.ts';
import type { Outline } from './outline.ts';
import { error, type Problem, warning } from './problem.ts';

/** Scoring rules: on statuses that exist, and with points that change something. */
export function* checkScoring({ scoring, statuses }: Outline): Generator<Problem> {
  const keys = statuses.flatMap(({ name }) => name ?? []);
  for (const { path, value } of scoring) {
    for (const [index, key] of (value?.statuses ?? []).entries()) {
      if (keys.includes(key)) continue;
      yield error([...path, 'statuses', index], `no status \`${key}\`${didYouMean(key, keys)}`);
    }
    if (value?.points === 0) yield warning([...path, 'points'], 'adds nothing; give it points or remove the rule');
  }
}
