import { nearestWord } from '../../kernel/nearest-word.ts';
import { leadSchema, runSchema } from '../leads/index.ts';

/** What may follow a prefix: a list of names, or anything where the names are the workspace's own or the event's. */
const prefixes: ReadonlyMap<string, readonly string[] | 'any'> = new Map<string, readonly string[] | 'any'>([
  ['lead', Object.keys(leadSchema.shape)],
  ['variables', 'any'],
  ['run', Object.keys(runSchema.shape)],
  ['status', Object.keys(runSchema.shape.status.shape)],
  ['workflow', ['id', 'key', 'name', 'goal', 'version']],
  ['event', 'any'],
  ['workspace', ['id', 'slug', 'name']],
  ['automation', ['id', 'name']],
]);
/** Of `lead`: what holds further values under names of its own. */
const OPEN = ['metadata', 'formResponses', 'variables', 'assignedMember', 'campaign', 'run', 'appointment'];

/**
 * Why no fact has this name, as a sentence that says what to do; undefined where one may. A name without a prefix is
 * the key of a variable, and any lead may have that one.
 */
export function factNameProblem(name: string): string | undefined {
  const [prefix = '', second, ...rest] = name.split('.');
  if (second === undefined) {
    if (prefixes.has(prefix)) return `Say what of it: ${prefix}.${exampleOf(prefix)}.`;
    return /^[A-Za-z][\w-]{0,59}$/.test(name) ? undefined : 'A variable has letters, digits, _ and -.';
  }
  const known = prefixes.get(prefix);
  if (known === undefined) {
    const names = [...prefixes.keys()];
    const near = nearestWord(prefix, names);
    return near
      ? `Did you mean ${[near, second, ...rest].join('.')}?`
      : `A name begins with one of ${names.join(', ')}.`;
  }
  if (known === 'any') return second === '' ? `Say what of it: ${prefix}.${exampleOf(prefix)}.` : undefined;
  if (!known.includes(second)) {
    const near = nearestWord(second, known);
    return near ? `Did you mean ${prefix}.${near}?` : `Of ${prefix} there is: ${known.join(', ')}.`;
  }
  const mayGoOn = prefix === 'run' ? second === 'status' : prefix === 'lead' && OPEN.includes(second);
  return rest.length === 0 || mayGoOn ? undefined : `${prefix}.${second} is one value.`;
}

function exampleOf(prefix: string): string {
  const known = prefixes.get(prefix);
  if (prefix === 'event') return 'to';
  return known === 'any' ? 'budget' : prefix === 'lead' ? 'name' : (known?.[1] ?? '');
}
