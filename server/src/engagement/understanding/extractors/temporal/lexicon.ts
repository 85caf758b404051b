// Spellings brought to one form before the rules look at them. Ambiguous short forms (sat, sun, wed) stay as they are.

const units = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const teens = ['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'];
const tens = ['twenty', 'thirty', 'forty', 'fifty'];
const ordinals = [
  ...['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh'],
  ...['twelfth', 'thirteenth', 'fourteenth', 'fifteenth', 'sixteenth', 'seventeenth', 'eighteenth', 'nineteenth'],
];

/** Number words from zero to nineteen and the tens to fifty, as digits. */
export const numberWords: ReadonlyMap<string, number> = new Map([
  ...[...units, ...teens].map((word, value): [string, number] => [word, value]),
  ...tens.map((word, index): [string, number] => [word, (index + 2) * 10]),
]);

/** Ordinal words from first to nineteenth, twentieth and thirtieth. */
export const ordinalWords: ReadonlyMap<string, number> = new Map([
  ...ordinals.map((word, index): [string, number] => [word, index + 1]),
  ['twentieth', 20],
  ['thirtieth', 30],
]);

export const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const monthNames = [
  ...(['january', 'february', 'march', 'april', 'may', 'june', 'july'] as const),
  ...(['august', 'september', 'october', 'november', 'december'] as const),
] as const;

const spellings: Readonly<Record<string, string>> = {
  monday: 'mon mondy munday moday',
  tuesday: 'tue tues teusday tuesdy tusday tueday',
  wednesday: 'weds wednes wendesday wensday wednsday wedensday wednesdy wenesday',
  thursday: 'thu thur thurs thrusday thursdy thurday thusday',
  friday: 'fri firday fridy',
  saturday: 'saterday satuday saturdy satday',
  sunday: 'sundy',
  mondays: 'mons',
  fridays: 'fris',
  january: 'jan janury',
  february: 'feb febuary feburary',
  march: 'mar',
  april: 'apr apirl',
  june: 'jun',
  july: 'jul',
  august: 'aug',
  september: 'sep sept setpember',
  october: 'oct',
  november: 'nov',
  december: 'dec',
  tomorrow: 'tomorow tommorow tommorrow tomorro tomorrrow tmrw tmr tmrow tomoz tomo tmw 2moro morrow',
  today: '2day tday',
  tonight: 'tonite 2nite 2night tonigt',
  night: 'nite',
  morning: 'mornin mornign',
  afternoon: 'arvo afternon aftrenoon afternoone',
  evening: 'evenin evning eveing',
  weekend: 'wkend wknd',
  week: 'wk',
  weeks: 'wks',
  minutes: 'mins min minute',
  hours: 'hrs hr hour',
  and: '&',
  noon: 'noontime',
  people: 'ppl',
  around: 'arround aroud arond abt',
  after: 'aftr afer',
};

/** The form the rules know, by every other spelling of it. */
export const canonicalSpelling: ReadonlyMap<string, string> = new Map(
  Object.entries(spellings).flatMap(([word, others]) =>
    others.split(' ').map((other): [string, string] => [other, word]),
  ),
);

/** Days of the year that are said by name: month and day. */
export const namedDays: ReadonlyMap<string, readonly [month: number, day: number]> = new Map([
  ['new years day', [1, 1]],
  ['valentines day', [2, 14]],
  ['valentines', [2, 14]],
  ['halloween', [10, 31]],
  ['christmas eve', [12, 24]],
  ['christmas day', [12, 25]],
  ['christmas', [12, 25]],
  ['xmas', [12, 25]],
  ['boxing day', [12, 26]],
  ['new years eve', [12, 31]],
]);
