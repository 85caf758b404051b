import { findPlaceInList } from './extractors/place-in-list.ts';
import { type Heard, toldPart, toldSpans } from './hear.ts';
import { onceFor } from './keep.ts';
import { type Language, languageFor } from './languages/index.ts';
import { anywhere, found, union } from './phrase.ts';
import { daySaid, localSlots, personSaid, timeSaid } from './slot-words.ts';
import { fold } from './text.ts';
import type { Expectation } from './types.ts';

/**
 * Which of the offered slots the lead takes: by place ("the second one"), by day, time or person, or by a bare yes
 * where one was offered. Undefined where none or more than one fits.
 */
export function chooseSlot(heard: Heard, expectation: Expectation): number | undefined {
  const { slots } = expectation;
  const told = toldPart(heard);
  if (slots.length === 0 || told.trim() === '' || refuses(heard, told)) return undefined;
  const local = localSlots(slots, heard.context);
  const day = daySaid(heard, local);
  const tests = [day, timeSaid(heard, local), personSaid(heard, slots)].filter((test) => test !== undefined);
  const bare = barePlace(heard, slots.length);
  if (bare !== undefined && !local.some((_, index) => day?.(index))) return bare;
  const place = placeSaid(heard, slots.length);
  if (place !== undefined && !day) return place;
  if (tests.length > 0) {
    const fitting = local.flatMap((_, index) => (tests.every((test) => test(index)) ? [index] : []));
    return fitting.length === 1 ? fitting[0] : undefined;
  }
  return withoutWords(heard, expectation);
}

/** What yes, no and "any" choose. */
function withoutWords({ acts }: Heard, { slots, confirming }: Expectation): number | undefined {
  if (acts.includes('reject') || acts.includes('request_other_times')) return undefined;
  if (acts.includes('any') && !acts.includes('unsure')) return 0;
  const answersSlot = confirming === undefined || confirming === 'slot' || confirming === 'values';
  return slots.length === 1 && answersSlot && acts.includes('accept') ? 0 : undefined;
}

function placeSaid(heard: Heard, count: number): number | undefined {
  if (heard.acts.includes('request_other_times')) return undefined;
  return findPlaceInList(toldSpans(heard, heard.tokens), heard.text, count, languageFor(heard.context.language))?.index;
}

/** "1", "#2", "the 2nd", "I'll take two": a number by itself after a numbered list is a place in it. */
function barePlace({ folded, context }: Heard, count: number): number | undefined {
  const language = languageFor(context.language);
  const said = barePattern(language).exec(folded)?.[1];
  if (said === undefined || count < 2) return undefined;
  const place = Number.parseInt(said, 10) || language.numbers.small[said] || language.numbers.ordinals[said] || 0;
  return place >= 1 && place <= count ? place - 1 : undefined;
}

const barePattern = onceFor((language: Language): RegExp => {
  const { takes, taken } = language.slots;
  const { markers } = language.lists;
  const { small, ordinals, ordinalEndings } = language.numbers;
  const words = [...Object.keys(small), ...Object.keys(ordinals)].filter((word) => /^[a-z]+$/.test(word));
  const polite = `(?:(?:${union([...language.fillers, ...takes])})[\\s,.!]{1,3}){0,3}`;
  const marker = `(?:(?:${union(['the', ...markers])})\\s{1,2}){0,2}(?:no\\.\\s?|#\\s?|\\()?`;
  const end = `(?:[\\s,.!]{1,3}(?:${union([...language.fillers, ...taken])})){0,3}`;
  return new RegExp(
    `^\\s*${polite}${marker}(\\d(?=(?:${ordinalEndings.join('|')})?(?![a-z0-9:]))|${union(words)})(?:${ordinalEndings.join('|')})?[.)]?${end}[^a-z0-9?]{0,12}$`,
  );
});

/** "10 doesn't work", "too late". */
function refuses(heard: Heard, told: string): boolean {
  return found(refusals(languageFor(heard.context.language)), fold(told));
}

const refusals = onceFor(({ slots }: Language) => anywhere(slots.refusals));
