import { Temporal } from 'temporal-polyfill';
import { findPlaceInList } from './extractors/place-in-list.ts';
import { findQuantities } from './extractors/quantity.ts';
import { findDates, findTimes } from './extractors/temporal/index.ts';
import { type Heard, toldPart } from './hear.ts';
import { type Language, languageFor } from './languages/index.ts';
import { anywhere, found } from './phrase.ts';
import { fold, type Token, tokenize } from './text.ts';
import type { Expectation, OfferedSlot, SpeechContext } from './types.ts';

/**
 * Which of the offered slots the lead takes: by place ("the second one"), by day, time or person, or by a bare yes
 * where one was offered. Undefined where none or more than one fits.
 */
export function chooseSlot(heard: Heard, expectation: Expectation): number | undefined {
  const { slots } = expectation;
  if (slots.length === 0) return undefined;
  const told = toldPart(heard);
  if (told.trim() === '') return undefined;
  const said = readChoice(told, heard, slots);
  if (said.refused) return undefined;
  if (said.place !== undefined) return said.place;
  if (said.constrained) return said.fitting.length === 1 ? said.fitting[0] : undefined;
  if (heard.acts.includes('reject') || heard.acts.includes('request_other_times')) return undefined;
  if (heard.acts.includes('any') && !heard.acts.includes('unsure')) return 0;
  return slots.length === 1 && heard.acts.includes('accept') && expectation.confirming !== 'cancel' ? 0 : undefined;
}

interface Choice {
  readonly place?: number;
  readonly constrained: boolean;
  readonly fitting: readonly number[];
  readonly refused: boolean;
}

function readChoice(told: string, heard: Heard, slots: readonly OfferedSlot[]): Choice {
  const { context } = heard;
  const local = slots.map((slot) => localTime(slot, context));
  const tokens = tokenize(fold(told));
  const language = languageFor(context.language);
  const refused = found(refusalOf(language), fold(told));
  const place = findPlaceInList(tokens, told, slots.length, language)?.index;
  const tests: ((index: number) => boolean)[] = [];
  const days = daysSaid(told, tokens, context, local);
  if (days) tests.push((index) => days(local[index]));
  const time = timeSaid(told, context, local);
  if (time) tests.push((index) => time(local[index]));
  const person = personSaid(tokens, slots);
  if (person) tests.push((index) => person(slots[index]));
  const fitting = slots.map((_, index) => index).filter((index) => tests.every((test) => test(index)));
  if (place !== undefined && !days) return { place, constrained: true, fitting, refused };
  return { constrained: tests.length > 0, fitting, refused };
}

const refusals = new WeakMap<Language, RegExp>();

function refusalOf(language: Language): RegExp {
  const known = refusals.get(language);
  if (known) return known;
  const pattern = anywhere(language.slots.refusals);
  refusals.set(language, pattern);
  return pattern;
}

type Local = Temporal.ZonedDateTime | undefined;

function localTime(slot: OfferedSlot, context: SpeechContext): Local {
  const milliseconds = Date.parse(slot.startAt);
  return Number.isNaN(milliseconds)
    ? undefined
    : Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(context.timeZone);
}

function daysSaid(
  told: string,
  tokens: readonly Token[],
  context: SpeechContext,
  local: readonly Local[],
): ((slot: Local) => boolean) | undefined {
  const dates = new Set(findDates(told, context).map((span) => span.value));
  if (local.some((slot) => slot && dates.has(slot.toPlainDate().toString())))
    return (slot) => slot !== undefined && dates.has(slot.toPlainDate().toString());
  const { weekdays } = languageFor(context.language).slots;
  const named = new Set<number>();
  for (const token of tokens) {
    const word = token.word.replace(/'s$|s$/, '');
    const day = weekdays.findIndex((words) => words.includes(word) || words.includes(token.word));
    if (day >= 0) named.add(day + 1);
  }
  if (named.size > 0) return (slot) => slot !== undefined && named.has(slot.dayOfWeek);
  return dates.size > 0 ? () => false : undefined;
}

/** "10 works", "the ten o'clock", "half past two": a bare hour may be of the morning or the afternoon. */
function timeSaid(
  told: string,
  context: SpeechContext,
  local: readonly Local[],
): ((slot: Local) => boolean) | undefined {
  const times = new Set(findTimes(told, context).map((span) => span.value));
  const clock = (slot: Local): string => slot?.toPlainTime().toString().slice(0, 5) ?? '';
  if (local.some((slot) => times.has(clock(slot)))) return (slot) => times.has(clock(slot));
  const hours = new Set(findQuantities(told, context).map((quantity) => quantity.value));
  for (const time of times) if (time.endsWith(':00')) hours.add(Number(time.slice(0, 2)));
  const fits = (slot: Local): boolean =>
    slot !== undefined &&
    slot.minute === 0 &&
    (hours.has(slot.hour) || (hours.has(slot.hour % 12 || 12) && times.size === 0));
  if (local.some(fits)) return fits;
  return times.size > 0 ? () => false : undefined;
}

function personSaid(
  tokens: readonly Token[],
  slots: readonly OfferedSlot[],
): ((slot: OfferedSlot | undefined) => boolean) | undefined {
  const said = new Set(tokens.map((token) => token.word.replace(/'s$/, '')));
  const names = (slot: OfferedSlot | undefined): boolean =>
    tokenize(fold(slot?.resourceName ?? '')).some(
      (token) => token.kind === 'word' && token.word.length > 2 && said.has(token.word),
    );
  return slots.some(names) ? names : undefined;
}
