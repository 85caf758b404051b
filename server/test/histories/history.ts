import fc from 'fast-check';

/** What happens to one lead in one round. */
export type Step =
  | { readonly do: 'nothing' | 'take_over' | 'hand_back' | 'pause' | 'resume' | 'book' | 'cancel' }
  | { readonly do: 'hears'; readonly text: string; readonly on: 'last' | 'sms' | 'fax' | 'console' | 'whatsapp' }
  | {
      readonly do: 'follow_up';
      readonly on: 'last' | 'sms' | 'whatsapp';
      readonly inMinutes: number;
      readonly cancelOnReply: boolean;
    }
  | { readonly do: 'person_says' | 'approve' | 'discard' | 'delete' | 'release' }
  | { readonly do: 'opt'; readonly isOut: boolean }
  | { readonly do: 'suppress' | 'lift' | 'consent' | 'withdraw' }
  | { readonly do: 'status'; readonly to: string }
  | { readonly do: 'channel'; readonly is: 'ok' | 'busy' | 'refuses' | 'hangs' | 'cuts' };

export interface History {
  /** Of `kinds`. */
  readonly kind: number;
  readonly comesBy: 'api' | 'chat';
  readonly isTest: boolean;
  readonly timeZone: string | null;
  readonly hasPhone: boolean;
  readonly isProved: boolean;
  readonly hasConsent: boolean;
  readonly steps: readonly Step[];
}

/** What happens to all at once between two rounds, the loops' time among it. */
export interface Round {
  readonly passMinutes: number;
  /** Straight there, as after a machine has slept; else from one thing that is due to the next. */
  readonly jumps: boolean;
  /** The next step comes while this one is still worked on. */
  readonly hurries: boolean;
  /** One of the two processes that work dies before it, and another takes its place. */
  readonly crashes: boolean;
  /** Stops, starts, ...; the workspace is one of `kinds`. */
  readonly house: { readonly kind: number; readonly do: 'stop' | 'start' | 'pause' | 'resume' | 'none' };
}

export interface Chronicle {
  readonly histories: readonly History[];
  readonly rounds: readonly Round[];
}

const words = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom('large', 'Ana Silva', 'yes', 'no', 'tomorrow at 10', '1', 'Hello?', 'thanks'),
  },
  { weight: 2, arbitrary: fc.constantFrom('STOP', 'unsubscribe', 'please stop texting me') },
  { weight: 2, arbitrary: fc.constantFrom('START', 'unstop') },
  { weight: 1, arbitrary: fc.constantFrom('I want to talk to a person', 'Not interested.', 'cancel my appointment') },
);

const of = <const Do extends Step['do']>(...does: Do[]) => fc.constantFrom(...does.map((one) => ({ do: one })));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: of('nothing') },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant('hears'),
      text: words,
      on: fc.constantFrom('last', 'last', 'last', 'sms', 'fax', 'console', 'whatsapp'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('follow_up'),
      on: fc.constantFrom('last', 'sms', 'whatsapp', 'whatsapp'),
      inMinutes: fc.integer({ min: 1, max: 1440 }),
      cancelOnReply: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: of('person_says') },
  { weight: 5, arbitrary: of('take_over', 'hand_back') },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('opt'), isOut: fc.boolean() }) },
  { weight: 4, arbitrary: of('suppress', 'lift', 'lift') },
  { weight: 2, arbitrary: of('consent', 'withdraw') },
  { weight: 2, arbitrary: of('pause', 'resume') },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('status'), to: fc.constantFrom('new', 'talking', 'desk', 'cold', 'new') }),
  },
  { weight: 2, arbitrary: of('book', 'cancel') },
  { weight: 2, arbitrary: of('approve', 'approve', 'discard') },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('channel'),
      is: fc.constantFrom('ok', 'ok', 'ok', 'busy', 'refuses', 'hangs', 'cuts'),
    }),
  },
  { weight: 2, arbitrary: of('release') },
  { weight: 1, arbitrary: of('nothing', 'nothing', 'nothing', 'delete') },
);

const chance = (percent: number) => fc.integer({ min: 0, max: 99 }).map((value) => value < percent);

const minutes = fc.oneof(
  { weight: 8, arbitrary: fc.constant(0) },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 90 }) },
  { weight: 5, arbitrary: fc.integer({ min: 90, max: 720 }) },
  { weight: 3, arbitrary: fc.integer({ min: 720, max: 4 * 1440 }) },
);

const round = (kinds: number): fc.Arbitrary<Round> =>
  fc.record({
    passMinutes: minutes,
    jumps: chance(25),
    hurries: chance(30),
    crashes: chance(15),
    house: fc.record({
      kind: fc.nat({ max: kinds - 1 }),
      do: fc.constantFrom('none', 'none', 'none', 'none', 'start', 'start', 'resume', 'resume', 'stop', 'pause'),
    }),
  });

interface Size {
  readonly kinds: number;
  readonly histories: number;
  readonly steps: number;
}

/** Histories of leads that come in together, in workspaces of all kinds, and live through the same rounds. */
export function chronicles({ kinds, histories, steps }: Size): fc.Arbitrary<Chronicle> {
  const history = fc.record({
    kind: fc.nat({ max: kinds - 1 }),
    comesBy: fc.constantFrom('api', 'api', 'api', 'chat'),
    isTest: chance(10),
    timeZone: fc.constantFrom(null, 'Europe/Lisbon', 'America/New_York', 'Asia/Tokyo'),
    hasPhone: chance(95),
    isProved: chance(50),
    hasConsent: chance(60),
    steps: fc.array(step, { minLength: steps, maxLength: steps }),
  });
  return fc.record({
    histories: fc.array(history, { minLength: histories, maxLength: histories }),
    rounds: fc.array(round(kinds), { minLength: steps, maxLength: steps }),
  }) as fc.Arbitrary<Chronicle>;
}
