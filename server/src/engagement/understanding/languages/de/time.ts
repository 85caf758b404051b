import { timeWords } from '../time-words.ts';

const hours = String.raw`\d{1,2}|null|ein|eins|eine|einen|einem|einer|zwei|zwo|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|dreizehn|vierzehn|funfzehn|sechzehn|siebzehn|achtzehn|neunzehn|zwanzig|einundzwanzig|zweiundzwanzig|dreiundzwanzig|vierundzwanzig`;
const minutes =
  'zehn|elf|zwolf|dreizehn|vierzehn|funfzehn|sechzehn|siebzehn|achtzehn|neunzehn|zwanzig|einundzwanzig|zweiundzwanzig|dreiundzwanzig|vierundzwanzig|funfundzwanzig|dreissig|dreißig|vierzig|funfzig';
const days = 'montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag';
const months = 'januar|februar|marz|april|mai|juni|juli|august|september|oktober|november|dezember';

export const time = timeWords(
  `heute today, morgen tomorrow, ubermorgen overmorrow, am on, um at, der the, die the, den the, dem the, diesen this, diese this, dieser this, vor before, nach after, nachsten next, nachster next, nachste next, nachstes next, kommenden next, kommende next, woche week, monat month, vormittag morning, vormittags morning, nachmittag afternoon, nachmittags afternoon, abend evening, abends evening, nachts night, tag day, tage days, tagen days, in in, im in, und and, oder or, zwischen between, gegen around, ab from, bis until, mittag noon, mittags noon, mitternacht midnight, wochenende weekend, januar january, februar february, marz march, april april, mai may, juni june, juli july, august august, september september, oktober october, november november, dezember december, montag monday, dienstag tuesday, mittwoch wednesday, donnerstag thursday, freitag friday, samstag saturday, sonnabend saturday, sonntag sunday`,
  [
    [String.raw`morgen (?:fruh|vormittag)`, 'tomorrow morning'],
    [String.raw`(?:am|jeden) morgen`, 'in the morning'],
    [String.raw`morgens`, 'in the morning'],
    [String.raw`(?:am )?vormittags?`, 'in the morning'],
    [String.raw`(?:am )?nachmittags?`, 'in the afternoon'],
    [String.raw`(?:am )?abends?`, 'in the evening'],
    [String.raw`heute abend`, 'tonight'],
    [String.raw`(?:so bald wie moglich|so schnell wie moglich|moglichst bald|schnellstmoglich)`, 'asap'],
    [String.raw`(?:in der )?(?:nachsten|nachste|kommenden|kommende) woche`, 'next week'],
    [String.raw`(?:im )?nachsten monat`, 'next month'],
    [String.raw`(?:am )?(?:nachsten|nachster|kommenden) (${days})`, 'next $1'],
    [String.raw`diesen (${days})`, 'this $1'],
    [String.raw`(?:um )?halb (${hours})`, 'at HALF$1'],
    [String.raw`(?:um )?viertel nach (${hours})`, 'at quarter past $1'],
    [String.raw`(?:um )?viertel vor (${hours})`, 'at quarter to $1'],
    [String.raw`(?:um )?(${hours}) uhr (\d{2}|${minutes})`, 'at $1:$2'],
    [String.raw`(?:um )?(\d{1,2})[.:](\d{2}) uhr`, 'at $1:$2'],
    [String.raw`(?:um )?(${hours}) uhr`, "at $1 o'clock"],
    [String.raw`um (${hours})(?![.\d])`, 'at $1'],
    [String.raw`in (${hours}) tagen`, 'in $1 days'],
    [String.raw`in einer woche`, 'in a week'],
    [String.raw`(?:am |den |der )?(\d{1,2})\. ?(?=(?:${months}))`, 'the $1 of '],
    [String.raw`(?:am|den|der) (\d{1,2})\.(?! ?(?:\d|${months}))`, 'on the $1th'],
  ],
);
