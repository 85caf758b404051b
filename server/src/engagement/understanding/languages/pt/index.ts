import { english } from '../en/index.ts';
import { list, numberTable, wordTable } from '../list.ts';
import type { Language } from '../types.ts';
import { acts } from './acts.ts';
import { time } from './time.ts';

const small = numberTable(
  `zero 0, um 1, uma 1, dois 2, duas 2, tres 3, quatro 4, cinco 5, seis 6, meia 6, sete 7, oito 8, nove 9, dez 10, onze 11, doze 12, treze 13, catorze 14, quatorze 14, quinze 15, dezesseis 16, dezasseis 16, dezessete 17, dezoito 18, dezenove 19, vinte 20, trinta 30, quarenta 40, cinquenta 50, sessenta 60, setenta 70, oitenta 80, noventa 90, cem 100, cento 100, duzentos 200, trezentos 300, quatrocentos 400, quinhentos 500, seiscentos 600, setecentos 700, oitocentos 800, novecentos 900`,
);

/** What is not said here is as in English. */
export const portuguese: Language = {
  ...english,
  code: 'pt',
  marks: list(
    `o, os, que, de, e, para, por, quero, uma, um, com, meu, minha, em, sim, nao, obrigado, obrigada, ola, gostaria, voce, tenho, estou, posso, amanha, as, na, no dia, da, do, ao, boa, bom dia`,
  ),
  time: { ...time, numbers: small },
  acts,
  moods: {
    ...english.moods,
    question: [
      '(que|qual|quais|quem|quando|onde|como|por que|quanto|quanta|quantos|quantas|a que|ha|tem|voces tem|existe)',
      '(posso|poderia|aceitam|abrem)',
    ],
    request: [
      '(pode|poderia|podem|poderiam|voce pode) (reservar|marcar|procurar|ajudar|me ajudar|me dar|mudar|agendar|encontrar)',
      '(posso|podemos|poderia) (reservar|ir|marcar|ter|mudar|passar)',
    ],
    suggestion: ['(que tal|e se|o que acha de)'],
    availability: ['(hay|ha|tem|y a-t-il|gibt es) (algo|alguna|algum|quelque|etwas)'],
    joiners: ['e'],
    statement: ['(mi|meu|mon|mein)'],
    told: ['(lo que|o que eu|ce que|was ich)'],
  },
  numbers: {
    ...english.numbers,
    small,
    scales: { ...numberTable('mil 1000, milhao 1000000, milhoes 1000000'), k: 1000 },
    phrases: {},
    half: ['meio', 'e meio'],
    joiners: ['e'],
    articles: ['um', 'uma'],
    minus: ['menos'],
    rangeJoiners: ['a', 'e', 'ou', '-', 'ate'],
    rangeStarts: ['entre', 'de'],
    pronounBefore: [],
    pronounAfter: [],
  },
  names: {
    ...english.names,
    introductions: ['me chamo', 'sou', 'meu nome e', 'eu sou', 'aqui e'],
    outright: ['me chamo', 'sou', 'meu nome e', 'eu sou', 'aqui e'],
  },
  places: {
    ...english.places,
    prepositions: list(`em, no, na, perto de, por, desde, moro em, estou em, ao redor de`),
    weak: [],
  },
  fields: { ...english.fields, copulas: ['e', 'sao', 'sera', 'seria', 'esta'] },
  yesNo: {
    ...english.yesNo,
    yes: 'Sim',
    no: 'Não',
    bareYes: ['sim', 'claro', 'correto', 'isso', 'com certeza', '(tenho|sou|estou|quero)'],
    aloneYes: ['sim', 'claro', 'correto', 'isso', 'com certeza', '(tenho|sou|estou|quero)'],
    bareNo: ['nao', 'nunca', 'ainda nao', 'tambem nao'],
    outright: list('sim, nao, claro, claro que nao, com certeza'),
    notAnswers: [],
  },
  money: {
    units: {
      ...english.money.units,
      ...wordTable(
        'euro EUR, euros EUR, real BRL, reais BRL, dolar $, dolares $, libra GBP, libras GBP, peso peso, pesos peso, franco CHF, francos CHF, conto BRL',
      ),
    },
    upper: list('maximo, no maximo, ate, orcamento, limite, teto'),
  },
  fillers: list(
    'por favor, obrigado, obrigada, ola, oi, bom, bem, entao, sim, nao, ok, para mim, acho, acho que, seria, e, as',
  ),
  texts: {
    ...english.texts,
    leading: list(
      'por favor, obrigado, obrigada, ola, oi, bom, bem, entao, sim, nao, ok, para mim, acho, acho que, seria, e, as',
    ),
    trailing: list(
      'por favor, obrigado, obrigada, ola, oi, bom, bem, entao, sim, nao, ok, para mim, acho, acho que, seria, e, as',
    ),
  },
  negations: list('nao, sem, nem, nunca, nenhum, nenhuma, em vez de, exceto, menos'),
  lateNegations: list('nao, sem, nem, nunca, nenhum, nenhuma, em vez de, exceto, menos'),
  contrasts: ['mas', 'melhor', 'so', 'apenas'],
  stopWords: list(
    'o, a, os, as, um, uma, uns, umas, de, do, da, dos, das, em, no, na, com, por, para, e, ou, que, meu, minha, me, te, se, lhe, sao, esta, quero, tenho, sim, nao',
  ),
  stem: (word) => word.replace(/(?:es|s|en|er|n)$/, ''),
  inPeriod: 'in',
  slots: {
    ...english.slots,
    weekdays: [
      ['segunda', 'segunda-feira'],
      ['terca', 'terca-feira'],
      ['quarta', 'quarta-feira'],
      ['quinta', 'quinta-feira'],
      ['sexta', 'sexta-feira'],
      ['sabado'],
      ['domingo'],
    ],
  },
};
