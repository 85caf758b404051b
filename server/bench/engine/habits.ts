/** What a lead does when it is written to, and a person with it. */
export interface Habit {
  readonly name: string;
  /** Of a thousand leads. */
  readonly share: number;
  /** It reacts to the how-manieth message that reaches it. */
  readonly after: number;
  /** What it writes, a word for each message from then on. */
  readonly says: readonly string[];
  readonly isTakenOver?: 'for good' | 'for a day';
}

/** Three of four are silent, as cold leads are. */
export const habits: readonly Habit[] = [
  { name: 'silent', share: 745, after: 0, says: [] },
  { name: 'answers at once', share: 80, after: 1, says: ['large', 'Ana Silva'] },
  { name: 'answers late', share: 70, after: 3, says: ['large', 'Ana Silva'] },
  { name: 'answers once and falls silent', share: 30, after: 2, says: ['large'] },
  { name: 'opts out', share: 40, after: 2, says: ['STOP'] },
  { name: 'is taken over for good', share: 10, after: 2, says: [], isTakenOver: 'for good' },
  { name: 'is taken over for a day', share: 10, after: 1, says: [], isTakenOver: 'for a day' },
  { name: 'books', share: 15, after: 1, says: ['large', 'Ana Silva', 'tomorrow at 10', 'the first one', 'yes'] },
];

/** The same for the same number, mixed through all. */
export function habitOf(index: number): Habit {
  let place = (index * 7_919) % 1_000;
  for (const habit of habits) {
    if (place < habit.share) return habit;
    place -= habit.share;
  }
  throw new Error('the shares of the habits are not a thousand');
}
