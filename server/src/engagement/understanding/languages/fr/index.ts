import { english } from '../en/index.ts';
import { list, numberTable, wordTable } from '../list.ts';
import type { Language } from '../types.ts';
import { acts } from './acts.ts';
import { time } from './time.ts';

const small = numberTable(
  `zero 0, un 1, une 1, deux 2, trois 3, quatre 4, cinq 5, six 6, sept 7, huit 8, neuf 9, dix 10, onze 11, douze 12, treize 13, quatorze 14, quinze 15, seize 16, dix-sept 17, dix-huit 18, dix-neuf 19, vingt 20, trente 30, quarante 40, cinquante 50, soixante 60, soixante-dix 70, quatre-vingts 80, quatre-vingt-dix 90, cent 100, cents 100`,
);

/** What is not said here is as in English. */
export const french: Language = {
  ...english,
  code: 'fr',
  marks: list(
    `le, la, les, je, de, et, pour, un, une, des, mon, ma, est, en, oui, non, merci, bonjour, voudrais, vous, suis, avec, demain, rendez-vous, que, au, du, nous, a, plait, veux, dans`,
  ),
  time: { ...time, numbers: small },
  acts,
  moods: {
    ...english.moods,
    question: [
      '(que|quel|quelle|quels|quelles|qui|quand|ou|comment|pourquoi|combien|a quelle|est-ce que|est-ce|y a-t-il|avez-vous|qu est-ce)',
      "qu'est-ce",
      '(puis-je|peut-on|acceptez-vous|etes-vous)',
    ],
    request: [
      '(pouvez-vous|pourriez-vous|peux-tu|pourrais-tu|vous pouvez) (me)? (reserver|trouver|chercher|aider|donner|changer|fixer|prendre|proposer)',
      '(puis-je|pourrais-je|peut-on|je peux) (reserver|venir|prendre|avoir|changer|passer)',
    ],
    suggestion: ['(et si|que diriez-vous de|pourquoi pas|plutot)'],
    availability: ['(hay|ha|tem|y a-t-il|gibt es) (algo|alguna|algum|quelque|etwas)'],
    joiners: ['et'],
    statement: ['(mi|meu|mon|mein)'],
    told: ['(lo que|o que eu|ce que|was ich)'],
  },
  numbers: {
    ...english.numbers,
    small,
    scales: { ...numberTable('cent 100, cents 100, mille 1000, million 1000000, millions 1000000'), k: 1000 },
    phrases: {},
    half: ['demi', 'demie', 'et demi'],
    joiners: ['et'],
    articles: ['un', 'une'],
    minus: ['moins'],
    rangeJoiners: ['a', 'et', 'ou', '-', "jusqu'a"],
    rangeStarts: ['entre', 'de'],
    pronounBefore: [],
    pronounAfter: [],
  },
  names: {
    ...english.names,
    introductions: ["je m'appelle", 'je suis', 'mon nom est', "moi c'est", "c'est"],
    outright: ["je m'appelle", 'je suis', 'mon nom est', "moi c'est", "c'est"],
  },
  places: {
    ...english.places,
    prepositions: list(`a, dans, pres de, vers, autour de, en, j'habite a, j'habite, du cote de`),
    weak: [],
  },
  fields: { ...english.fields, copulas: ['est', "c'est", 'sont', 'sera', 'serait'] },
  yesNo: {
    ...english.yesNo,
    yes: 'Oui',
    no: 'Non',
    bareYes: ['oui', 'bien sur', 'correct', 'tout a fait', 'absolument', "j'en ai", '(je le suis|si)'],
    aloneYes: ['oui', 'bien sur', 'correct', 'tout a fait', 'absolument', "j'en ai", '(je le suis|si)'],
    bareNo: ['non', 'jamais', 'pas encore', 'pas vraiment', 'aucun'],
    outright: list('oui, non, bien sur, bien sur que non, absolument'),
    notAnswers: [],
  },
  money: {
    units: {
      ...english.money.units,
      ...wordTable(
        'euro EUR, euros EUR, dollar $, dollars $, livre GBP, livres GBP, franc CHF, francs CHF, balles EUR, peso peso, pesos peso',
      ),
    },
    upper: list("maximum, au maximum, jusqu'a, budget, limite, au plus"),
  },
  fillers: list(
    "s'il vous plait, svp, merci, bonjour, bon, alors, euh, oui, non, ok, pour moi, je pense, ce serait, c'est, a, donc",
  ),
  texts: {
    ...english.texts,
    leading: list(
      "s'il vous plait, svp, merci, bonjour, bon, alors, euh, oui, non, ok, pour moi, je pense, ce serait, c'est, a, donc",
    ),
    trailing: list(
      "s'il vous plait, svp, merci, bonjour, bon, alors, euh, oui, non, ok, pour moi, je pense, ce serait, c'est, a, donc",
    ),
  },
  negations: list('pas, sans, ni, jamais, aucun, aucune, au lieu de, sauf'),
  lateNegations: list('pas, sans, ni, jamais, aucun, aucune, au lieu de, sauf'),
  contrasts: ['mais', 'plutot', 'seulement'],
  stopWords: list(
    'le, la, les, un, une, des, de, du, a, au, aux, en, avec, par, pour, et, ou, que, mon, ma, mes, me, te, se, ce, est, sont, je, vous, oui, non',
  ),
  stem: (word) => word.replace(/(?:es|s|en|er|n)$/, ''),
  inPeriod: 'in',
  slots: {
    ...english.slots,
    weekdays: [['lundi'], ['mardi'], ['mercredi'], ['jeudi'], ['vendredi'], ['samedi'], ['dimanche']],
  },
};
