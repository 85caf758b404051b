import { english } from '../en/index.ts';
import { list, numberTable, wordTable } from '../list.ts';
import type { Language } from '../types.ts';
import { acts } from './acts.ts';
import { time } from './time.ts';

const small = numberTable(
  `null 0, ein 1, eins 1, eine 1, einen 1, einem 1, einer 1, zwei 2, zwo 2, drei 3, vier 4, funf 5, sechs 6, sieben 7, acht 8, neun 9, zehn 10, elf 11, zwolf 12, dreizehn 13, vierzehn 14, funfzehn 15, sechzehn 16, siebzehn 17, achtzehn 18, neunzehn 19, zwanzig 20, einundzwanzig 21, zweiundzwanzig 22, dreiundzwanzig 23, vierundzwanzig 24, funfundzwanzig 25, dreissig 30, dreißig 30, vierzig 40, funfzig 50, sechzig 60, siebzig 70, achtzig 80, neunzig 90, hundert 100, zweihundert 200, dreihundert 300, funfhundert 500, tausend 1000, zweitausend 2000`,
);

/** What is not said here is as in English. */
export const german: Language = {
  ...english,
  code: 'de',
  marks: list(
    `der, die, das, ich, und, fur, ein, eine, einen, mein, meine, ist, am, ja, nein, danke, hallo, mochte, sie, bin, mit, morgen, termin, um, uhr, nicht, zu, den, hatte, gern, gerne, bitte, habe, wir, auf, im, im`,
  ),
  time: { ...time, numbers: small },
  acts,
  moods: {
    ...english.moods,
    question: [
      '(was|welche|welcher|welches|welchen|wer|wann|wo|wie|warum|wieso|wie viel|wieviel|wie viele|um wie viel|gibt es|haben sie|nehmen sie|kann ich)',
      '(ist|sind) (es|das|der|die|sie|ein|eine|da|noch)',
    ],
    request: [
      '(konnen|konnten|wurden) sie (mir|uns|bitte)? ... (buchen|reservieren|suchen|helfen|geben|andern|eintragen|finden|vereinbaren)',
      '(kann|konnte|darf) ich (bitte)? ... (buchen|kommen|reservieren|haben|andern|vereinbaren)',
    ],
    suggestion: ['(wie ware es mit|wie ist es mit|wie ware|was ist mit)'],
    availability: ['(hay|ha|tem|y a-t-il|gibt es) (algo|alguna|algum|quelque|etwas)'],
    joiners: ['und'],
    statement: ['(mi|meu|mon|mein)'],
    told: ['(lo que|o que eu|ce que|was ich)'],
  },
  numbers: {
    ...english.numbers,
    small,
    scales: {
      ...numberTable('hundert 100, tausend 1000, million 1000000, millionen 1000000, tsd 1000, mio 1000000'),
      k: 1000,
    },
    phrases: {},
    half: ['halb', 'halbe', 'einhalb'],
    joiners: ['und'],
    articles: ['ein', 'eine'],
    minus: ['minus'],
    rangeJoiners: ['bis', 'und', 'oder', '-'],
    rangeStarts: ['zwischen', 'von'],
    pronounBefore: [],
    pronounAfter: [],
  },
  names: {
    ...english.names,
    introductions: ['ich heisse', 'ich heiße', 'ich bin', 'mein name ist', 'hier ist', 'hier spricht'],
    outright: ['ich heisse', 'ich heiße', 'ich bin', 'mein name ist', 'hier ist', 'hier spricht'],
  },
  places: {
    ...english.places,
    prepositions: list(`in, bei, nahe, aus, nach, rund um, in der nahe von, ich wohne in`),
    weak: [],
  },
  fields: { ...english.fields, copulas: ['ist', 'sind', 'ware', 'wird', 'lautet'] },
  yesNo: {
    ...english.yesNo,
    yes: 'Ja',
    no: 'Nein',
    bareYes: ['ja', 'klar', 'richtig', 'stimmt', 'genau', 'naturlich', '(habe ich|bin ich|doch)'],
    aloneYes: ['ja', 'klar', 'richtig', 'stimmt', 'genau', 'naturlich', '(habe ich|bin ich|doch)'],
    bareNo: ['nein', 'nee', 'nie', 'noch nicht', 'eher nicht', 'keine', 'keinen'],
    outright: list('ja, nein, klar, naturlich, naturlich nicht, auf keinen fall'),
    notAnswers: [],
  },
  money: {
    units: {
      ...english.money.units,
      ...wordTable(
        'euro EUR, euros EUR, dollar $, dollars $, pfund GBP, franken CHF, rappen CHF, kronen krone, peso peso, pesos peso',
      ),
    },
    upper: list('maximal, hochstens, bis zu, budget, limit, obergrenze'),
  },
  fillers: list(
    'bitte, danke, hallo, gut, also, na ja, ahm, ja, nein, ok, fur mich, ich glaube, ich denke, das ware, es ist, um, so',
  ),
  texts: {
    ...english.texts,
    leading: list(
      'bitte, danke, hallo, gut, also, na ja, ahm, ja, nein, ok, fur mich, ich glaube, ich denke, das ware, es ist, um, so',
    ),
    trailing: list(
      'bitte, danke, hallo, gut, also, na ja, ahm, ja, nein, ok, fur mich, ich glaube, ich denke, das ware, es ist, um, so',
    ),
  },
  negations: list('nicht, kein, keine, keinen, ohne, nie, niemals, weder, noch, statt, ausser, außer'),
  lateNegations: list('nicht, kein, keine, keinen, ohne, nie, niemals, weder, noch, statt, ausser, außer'),
  contrasts: ['aber', 'sondern', 'lieber', 'nur'],
  stopWords: list(
    'der, die, das, den, dem, ein, eine, einen, einem, und, oder, in, im, am, an, auf, mit, von, zu, fur, mein, meine, mir, mich, ich, sie, wir, ist, sind, ja, nein',
  ),
  stem: (word) => word.replace(/(?:es|s|en|er|n)$/, ''),
  inPeriod: 'in',
  slots: {
    ...english.slots,
    weekdays: [
      ['montag'],
      ['dienstag'],
      ['mittwoch'],
      ['donnerstag'],
      ['freitag'],
      ['samstag', 'sonnabend'],
      ['sonntag'],
    ],
  },
};
