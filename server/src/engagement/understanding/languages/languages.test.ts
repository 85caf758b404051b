import { describe, expect, it } from 'vitest';
import { findMoney } from '../extractors/currency.ts';
import { findQuantities } from '../extractors/quantity.ts';
import { findDates, findTimes } from '../extractors/temporal/index.ts';
import { hear } from '../hear.ts';
import { field } from '../test-fields.ts';
import { fold } from '../text.ts';
import { understand } from '../understand.ts';
import { languageOf } from './index.ts';

/** Monday 11 May 2026. */
const base = { now: new Date('2026-05-11T09:00:00.000Z'), timeZone: 'Europe/Madrid', country: 'ES' };

describe('days and times', () => {
  it.each<[string, string, string | undefined, string | undefined]>([
    ['es', 'mañana a las tres y media', '2026-05-12', '15:30'],
    ['es', 'el 14 de mayo a las 15:30', '2026-05-14', '15:30'],
    ['es', 'el próximo miércoles por la tarde a las 4', '2026-05-20', '16:00'],
    ['es', 'pasado mañana a las cinco de la tarde', '2026-05-13', '17:00'],
    ['es', 'el viernes que viene a las diez menos cuarto', '2026-05-22', '09:45'],
    ['es', 'el 14', '2026-05-14', undefined],
    ['es', 'hoy al mediodía', '2026-05-11', '12:00'],
    ['pt', 'amanhã às três e meia', '2026-05-12', '15:30'],
    ['pt', '14 de maio às 15h30', '2026-05-14', '15:30'],
    ['pt', 'na próxima quarta-feira às 4 da tarde', '2026-05-20', '16:00'],
    ['pt', 'depois de amanhã', '2026-05-13', undefined],
    ['pt', 'dia 14', '2026-05-14', undefined],
    ['fr', 'demain à 14h30', '2026-05-12', '14:30'],
    ['fr', 'le 14 mai à trois heures et demie', '2026-05-14', '15:30'],
    ['fr', 'mercredi prochain à 16 heures', '2026-05-20', '16:00'],
    ['fr', 'après-demain à midi', '2026-05-13', '12:00'],
    ['fr', 'le 14', '2026-05-14', undefined],
    ['fr', 'je confirme mon rendez-vous', undefined, undefined],
    ['de', 'morgen um halb vier', '2026-05-12', '15:30'],
    ['de', 'am 14. Mai um 15 Uhr 30', '2026-05-14', '15:30'],
    ['de', 'nächsten Mittwoch um 16 Uhr', '2026-05-20', '16:00'],
    ['de', 'übermorgen um viertel nach drei', '2026-05-13', '15:15'],
  ])('%s: %s', (language, text, date, time) => {
    const context = { ...base, language };
    expect(findDates(text, context)[0]?.value).toBe(date);
    expect(findTimes(text, context)[0]?.value).toBe(time);
  });
});

describe('acts', () => {
  it.each<[string, string, string]>([
    ['es', 'sí, perfecto', 'accept'],
    ['es', 'me viene bien', 'accept'],
    ['es', 'no, gracias', 'reject'],
    ['es', 'no me escriban más', 'opt_out'],
    ['es', 'quiero hablar con una persona', 'request_person'],
    ['es', 'gracias, adiós', 'goodbye'],
    ['es', 'me da igual', 'any'],
    ['pt', 'sim, pode ser', 'accept'],
    ['pt', 'não, obrigado', 'reject'],
    ['pt', 'parem de me mandar mensagens', 'opt_out'],
    ['pt', 'quero falar com uma pessoa', 'request_person'],
    ['pt', 'tanto faz', 'any'],
    ['fr', "oui, d'accord", 'accept'],
    ['fr', 'ça me convient', 'accept'],
    ['fr', 'non merci', 'reject'],
    ['fr', 'ne me contactez plus', 'opt_out'],
    ['fr', "je voudrais parler à quelqu'un", 'request_person'],
    ['fr', 'peu importe', 'any'],
    ['de', 'ja, passt', 'accept'],
    ['de', 'nein danke', 'reject'],
    ['de', 'Schreiben Sie mir nicht mehr', 'opt_out'],
    ['de', 'ich möchte mit einem Menschen sprechen', 'request_person'],
    ['de', 'ist mir egal', 'any'],
  ])('%s: %s is %s', (language, text, act) => {
    expect(hear(text, { ...base, language }).acts).toContain(act);
  });
});

describe('numbers and money', () => {
  it.each<[string, string, number]>([
    ['es', 'veintidós', 22],
    ['es', 'dos mil', 2000],
    ['pt', 'vinte', 20],
    ['fr', 'seize', 16],
    ['fr', 'trois mille', 3000],
    ['de', 'zweiundzwanzig', 22],
    ['de', 'drei', 3],
  ])('%s: %s is %d', (language, text, value) => {
    expect(findQuantities(text, { ...base, language })[0]?.value).toBe(value);
  });

  it.each<[string, string, number, string]>([
    ['es', 'unos 1.500 euros', 1500, 'EUR'],
    ['pt', '1.500 reais', 1500, 'BRL'],
    ['fr', '200 francs', 200, 'CHF'],
    ['de', '1.500 Euro', 1500, 'EUR'],
  ])('%s: %s', (language, text, amount, currency) => {
    expect(findMoney(text, { ...base, language })[0]?.value).toEqual({ amount, currency });
  });
});

describe('the language of a text', () => {
  it.each<[string, string]>([
    ['Hola, quiero una cita para mañana por la tarde', 'es'],
    ['Bonjour, je voudrais un rendez-vous pour demain', 'fr'],
    ['Hallo, ich möchte einen Termin am Mittwoch', 'de'],
    ['Olá, quero marcar uma consulta para amanhã', 'pt'],
    ['I would like to book an appointment in Los Angeles', 'en'],
    ['ok', 'en'],
    ['San Jose', 'en'],
  ])('%s is %s', (text, language) => {
    expect(languageOf(fold(text), 'en')).toBe(language);
  });

  it('is what a message is understood in, whatever is usual', () => {
    const fields = [field({ key: 'day', type: 'date' }), field({ key: 'time', type: 'time' })];
    const expectation = { fields: ['day'], proposed: [], slots: [] };
    const text = 'Quiero una cita para el 14 de mayo a las tres y media';
    const heard = understand({ text, context: { ...base, language: 'en' }, fields, known: new Map(), expectation });
    expect(heard.language).toBe('es');
    expect(heard.observations.map(({ value }) => value)).toEqual(['2026-05-14', '15:30']);
  });
});
