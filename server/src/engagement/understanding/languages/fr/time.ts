import { timeWords } from '../time-words.ts';

const hours = String.raw`\d{1,2}|zero|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf|vingt`;
const minutes =
  'dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf|vingt|trente|quarante|cinquante';
const days = 'lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche';
const months = 'janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre';

export const time = timeWords(
  `aujourd'hui today, demain tomorrow, midi noon, minuit midnight, du of, mon my, a at, le the, la the, les the, ce this, cet this, cette this, avant before, apres after, prochain next, prochaine next, semaine week, mois month, matin morning, soir evening, jour day, jours days, dans in, en in, et and, ou or, entre between, vers around, aujourd today, janvier january, fevrier february, mars march, avril april, mai may, juin june, juillet july, aout august, septembre september, octobre october, novembre november, decembre december, lundi monday, mardi tuesday, mercredi wednesday, jeudi thursday, vendredi friday, samedi saturday, dimanche sunday`,
  [
    [String.raw`apres[ -]demain`, 'day after tomorrow'],
    [String.raw`aujourd'hui`, 'today'],
    [String.raw`(?:du|le|ce|dans la) ?matin(?:ee)?`, 'in the morning'],
    [String.raw`(?:de l'|l'|cet |dans l')apres[ -]midi`, 'in the afternoon'],
    [String.raw`(?:du|le|ce|dans la) ?soir(?:ee)?`, 'in the evening'],
    [String.raw`a midi`, 'at noon'],
    [String.raw`a minuit`, 'at midnight'],
    [String.raw`(?:des que possible|le plus tot possible|au plus vite)`, 'asap'],
    [String.raw`(?:la )?semaine prochaine`, 'next week'],
    [String.raw`(?:le )?mois prochain`, 'next month'],
    [String.raw`(?:le )?(${days}) prochain`, 'next $1'],
    [String.raw`ce (${days})`, 'this $1'],
    [String.raw`week[ -]end`, 'weekend'],
    [String.raw`(?:a )?(${hours}) heures? et demie`, 'at $1:30'],
    [String.raw`(?:a )?(${hours}) heures? et quart`, 'at $1:15'],
    [String.raw`(?:a )?(${hours}) heures? moins le quart`, 'at quarter to $1'],
    [String.raw`(?:a )?(\d{1,2}) ?h ?(\d{2})`, 'at $1:$2'],
    [String.raw`(?:a )?(${hours}) heures? (\d{2}|${minutes})`, 'at $1:$2'],
    [String.raw`a (\d{1,2}) ?h(?![a-z])`, 'at $1h'],
    [String.raw`(?:a )?(${hours}) heures?`, "at $1 o'clock"],
    [String.raw`dans (${hours}) jours`, 'in $1 days'],
    [String.raw`dans une semaine`, 'in a week'],
    [String.raw`le (?:1er|premier) (?=(?:${months}))`, 'the 1 of '],
    [String.raw`le (\d{1,2})(?= (?:${months}))`, 'the $1 of'],
    [String.raw`le (\d{1,2})(?![\d:/.h]| heures| (?:${months}))`, 'the $1th'],
    [String.raw`(${hours}) (?=(?:${months}))`, '$1 of '],
  ],
);
