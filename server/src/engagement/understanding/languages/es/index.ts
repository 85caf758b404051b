import { english } from '../en/index.ts';
import { list, numberTable, wordTable } from '../list.ts';
import type { Language } from '../types.ts';
import { acts } from './acts.ts';
import { time } from './time.ts';

const small = numberTable(
  `cero 0, un 1, uno 1, una 1, dos 2, tres 3, cuatro 4, cinco 5, seis 6, siete 7, ocho 8, nueve 9, diez 10, once 11, doce 12, trece 13, catorce 14, quince 15, dieciseis 16, diecisiete 17, dieciocho 18, diecinueve 19, veinte 20, veintiuno 21, veintidos 22, veintitres 23, veinticuatro 24, veinticinco 25, treinta 30, cuarenta 40, cincuenta 50, sesenta 60, setenta 70, ochenta 80, noventa 90, cien 100, ciento 100, doscientos 200, trescientos 300, cuatrocientos 400, quinientos 500, seiscientos 600, setecientos 700, ochocientos 800, novecientos 900`,
);

/** What is not said here is as in English. */
export const spanish: Language = {
  ...english,
  code: 'es',
  marks: list(
    `el, la, los, que, de, y, para, por, quiero, una, un, con, mi, es, en, si, gracias, hola, quisiera, cita, manana, estoy, tengo, prefiero, usted, puedo, favor, al, del, las, no quiero, me`,
  ),
  time: { ...time, numbers: small },
  acts,
  moods: {
    ...english.moods,
    question: [
      '(que|cual|cuales|quien|quienes|cuando|donde|como|por que|cuanto|cuanta|cuantos|cuantas|a que|de que|hay|tienen|tiene|teneis)',
      '(puedo|podria|se puede|aceptan|abren)',
    ],
    request: [
      '(puede|puedes|podria|podrias|pueden|podrian) (usted)? (reservar|reservarme|buscar|buscarme|ayudarme|darme|cambiar|poner|agendar|encontrar)',
      '(puedo|podria|podemos) (reservar|ir|tener|hacer|cambiar|pasar)',
    ],
    suggestion: ['(que tal|que le parece|que te parece|y si)'],
    availability: ['(hay|ha|tem|y a-t-il|gibt es) (algo|alguna|algum|quelque|etwas)'],
    joiners: ['y'],
    statement: ['(mi|meu|mon|mein)'],
    told: ['(lo que|o que eu|ce que|was ich)'],
  },
  numbers: {
    ...english.numbers,
    small,
    scales: { ...numberTable('mil 1000, millon 1000000, millones 1000000'), k: 1000 },
    phrases: {},
    half: ['medio', 'media', 'y medio'],
    joiners: ['y'],
    articles: ['un', 'una'],
    minus: ['menos'],
    rangeJoiners: ['a', 'y', 'o', '-', 'hasta'],
    rangeStarts: ['entre', 'de', 'desde'],
    pronounBefore: [],
    pronounAfter: [],
  },
  names: {
    ...english.names,
    introductions: ['me llamo', 'soy', 'mi nombre es', 'habla', 'le habla'],
    outright: ['me llamo', 'soy', 'mi nombre es', 'habla', 'le habla'],
  },
  places: {
    ...english.places,
    prepositions: list(`en, cerca de, por, desde, hacia, alrededor de, junto a, vivo en, estoy en`),
    weak: [],
  },
  fields: { ...english.fields, copulas: ['es', 'son', 'sera', 'seria', 'esta'] },
  yesNo: {
    ...english.yesNo,
    yes: 'Sí',
    no: 'No',
    bareYes: ['si', 'claro', 'correcto', 'por supuesto', 'asi es', 'verdad', '(lo|la)? (tengo|soy|estoy|quiero)'],
    aloneYes: ['si', 'claro', 'correcto', 'por supuesto', 'asi es', 'verdad', '(lo|la)? (tengo|soy|estoy|quiero)'],
    bareNo: ['no', 'tampoco', 'nunca', 'todavia no', 'aun no', '(no)? (tengo|soy) ninguno'],
    outright: list('si, no, claro, claro que no, por supuesto'),
    notAnswers: [],
  },
  money: {
    units: {
      ...english.money.units,
      ...wordTable(
        'euro EUR, euros EUR, dolar $, dolares $, peso peso, pesos peso, libra GBP, libras GBP, real BRL, reales BRL, franco CHF, francos CHF, pavos $',
      ),
    },
    upper: list('maximo, como mucho, hasta, presupuesto, limite, tope'),
  },
  fillers: list('por favor, gracias, hola, vale, bueno, pues, si, no, ok, para mi, eh, creo, creo que, seria, es, a'),
  texts: {
    ...english.texts,
    leading: list('por favor, gracias, hola, vale, bueno, pues, si, no, ok, para mi, eh, creo, creo que, seria, es, a'),
    trailing: list(
      'por favor, gracias, hola, vale, bueno, pues, si, no, ok, para mi, eh, creo, creo que, seria, es, a',
    ),
  },
  negations: list('no, sin, ni, nunca, tampoco, ninguno, ninguna, en vez de, excepto, menos'),
  lateNegations: list('no, sin, ni, nunca, tampoco, ninguno, ninguna, en vez de, excepto, menos'),
  contrasts: ['pero', 'sino', 'mejor', 'solo'],
  stopWords: list(
    'el, la, los, las, un, una, unos, unas, de, del, a, al, en, con, por, para, y, o, que, mi, tu, su, me, te, se, lo, le, es, son, esta, quiero, tengo, si, no',
  ),
  stem: (word) => word.replace(/(?:es|s|en|er|n)$/, ''),
  inPeriod: 'in',
  slots: {
    ...english.slots,
    weekdays: [['lunes'], ['martes'], ['miercoles'], ['jueves'], ['viernes'], ['sabado'], ['domingo']],
  },
};
