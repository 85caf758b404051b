// The agent's own words in English, by tone. Variants turn with the conversation, so that it does not repeat itself.
import type { OfferMatch } from '../calendar/index.ts';
import type { WorkflowField } from '../workflow/definition.ts';
import { propertyOf } from '../workflow/lead-property.ts';
import type { Turn } from './turn.ts';

/** The variant of this point in the conversation: the same situation gives the same words. */
export function pick(turn: Turn, variants: readonly [string, ...string[]]): string {
  return variants[turn.situation.conversation.leadMessages % variants.length] ?? variants[0];
}

export interface ReadBack {
  readonly field: WorkflowField;
  readonly text: string;
  readonly isChange: boolean;
}

/** Repeats what was understood. */
export function acknowledge(turn: Turn, read: readonly ReadBack[]): string {
  const [first] = read;
  if (first && read.length === 1 && !first.isChange && propertyOf(turn.situation.workflow, first.field) === 'name') {
    return `${pick(turn, ['Thanks', 'Nice to meet you', 'Thank you'])}, ${callName(first.text)}.`;
  }
  const changes = read.filter((one) => one.isChange);
  const news = read.filter((one) => !one.isChange);
  const sentences = [
    news.length > 0 ? `${pick(turn, ['Got it', 'Thanks', 'Noted', 'Great'])}: ${news.map(named).join(', ')}.` : '',
    changes.length > 0
      ? `I have changed ${changes.map((one) => `${lower(one.field.label)} to ${one.text}`).join(', ')}.`
      : '',
  ];
  return sentences.filter(Boolean).join(' ');
}

/** The first name; the whole where it begins with an initial. */
function callName(name: string): string {
  const [first = name] = name.split(' ');
  return first.endsWith('.') ? name : first;
}

/** Lines of label and value, for the lead to check. */
export function recap(rows: readonly { readonly label: string; readonly text: string }[]): string {
  return rows.map((row) => `• ${row.label}: ${row.text}`).join('\n');
}

/** Why the offers are not what was wished, or empty where they are. */
export function matchSentence(match: OfferMatch, wish: string | undefined): string {
  const asked = wish ? ` (${wish})` : '';
  switch (match) {
    case 'exact':
      return '';
    case 'same_day':
    case 'near':
      return `That time is taken${asked}.`;
    case 'none_free':
      return 'I am afraid there is nothing free.';
    case 'closed':
      return `We are closed then${asked}.`;
    case 'outside_hours':
      return `That is outside our hours${asked}.`;
    case 'too_soon':
      return `That is too soon or past${asked}.`;
    case 'too_far':
      return `That is further ahead than I can book${asked}.`;
  }
}

/** "a, b or c" */
export function either(texts: readonly string[]): string {
  if (texts.length < 2) return texts.join('');
  return `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}

function named({ field, text }: ReadBack): string {
  const isPlain =
    field.type === 'boolean' || field.type === 'number' || field.type === 'integer' || field.type === 'text';
  return isPlain ? `${lower(field.label)}: ${text}` : text;
}

function lower(label: string): string {
  return /^\p{Lu}[\p{Ll}-]/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
