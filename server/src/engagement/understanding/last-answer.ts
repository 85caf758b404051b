import type { SpeechContext } from './types.ts';

/**
 * A pure reader of text that keeps its last answer: one message is looked at from many sides, by each field and
 * again as a whole. The answer is shared and must not be changed.
 */
export function keepingLast<R>(
  read: (text: string, context: SpeechContext) => R,
): (text: string, context: SpeechContext) => R {
  let last: { text: string; context: SpeechContext; answer: R } | undefined;
  return (text, context) => {
    if (last && last.text === text && same(last.context, context)) return last.answer;
    last = { text, context: { ...context, now: new Date(context.now) }, answer: read(text, context) };
    return last.answer;
  };
}

/** The same for a reader whose arguments are compared one by one. */
export function keepingLastOf<A extends readonly unknown[], R>(read: (...given: A) => R): (...given: A) => R {
  let last: { readonly given: A; readonly answer: R } | undefined;
  return (...given) => {
    if (last?.given.every((one, index) => one === given[index])) return last.answer;
    last = { given, answer: read(...given) };
    return last.answer;
  };
}

function same(a: SpeechContext, b: SpeechContext): boolean {
  return (
    a.now.getTime() === b.now.getTime() &&
    a.timeZone === b.timeZone &&
    a.country === b.country &&
    a.language === b.language &&
    a.isSpoken === b.isSpoken
  );
}
