import { timeWords } from '../time-words.ts';

const hours = String.raw`\d{1,2}|cero|un|uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciseis|diecisiete|dieciocho|diecinueve|veinte|veintiuno|veintidos|veintitres|veinticuatro`;
const minutes =
  'diez|once|doce|trece|catorce|quince|dieciseis|diecisiete|dieciocho|diecinueve|veinte|veintiuno|veintidos|veintitres|veinticuatro|veinticinco|treinta|cuarenta|cincuenta';
const days = 'lunes|martes|miercoles|jueves|viernes|sabado|domingo';
const months = 'enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre';

export const time = timeWords(
  `hoy today, manana tomorrow, mediodia noon, medianoche midnight, de of, a at, el the, la the, los the, las the, este this, esta this, antes before, despues after, proximo next, proxima next, semana week, mes month, tarde afternoon, noche evening, dia day, dias days, semanas weeks, meses months, dentro in, en in, y and, o or, entre between, hasta until, desde from, sobre around, setiembre september, cuanto-antes asap, enero january, febrero february, marzo march, abril april, mayo may, junio june, julio july, agosto august, septiembre september, octubre october, noviembre november, diciembre december, lunes monday, martes tuesday, miercoles wednesday, jueves thursday, viernes friday, sabado saturday, domingo sunday`,
  [
    [String.raw`pasado manana`, 'day after tomorrow'],
    [String.raw`(?:por|en|de) la manana`, 'in the morning'],
    [String.raw`(?:por|en|de) la tarde`, 'in the afternoon'],
    [String.raw`(?:por|en|de) la noche`, 'in the evening'],
    [String.raw`al mediodia`, 'at noon'],
    [String.raw`a medianoche`, 'at midnight'],
    [String.raw`(?:lo antes posible|cuanto antes)`, 'asap'],
    [String.raw`(?:la )?(?:semana que viene|proxima semana)`, 'next week'],
    [String.raw`(?:el )?mes que viene`, 'next month'],
    [String.raw`(?:el )?(${days}) que viene`, 'next $1'],
    [String.raw`(?:el )?proximo (${days})`, 'next $1'],
    [String.raw`(?:el )?(${days}) proximo`, 'next $1'],
    [String.raw`fin de semana`, 'weekend'],
    [String.raw`(?:a )?las? (${hours}) y media`, 'at $1:30'],
    [String.raw`(?:a )?las? (${hours}) y cuarto`, 'at $1:15'],
    [String.raw`(?:a )?las? (${hours}) menos cuarto`, 'at quarter to $1'],
    [String.raw`(?:a )?las? (${hours})(?::| y )(\d{2}|${minutes})`, 'at $1:$2'],
    [String.raw`(?:a )?las? (${hours})`, 'at $1'],
    [String.raw`(${hours}) y media`, '$1:30'],
    [String.raw`dentro de (${hours}) dias`, 'in $1 days'],
    [String.raw`en (${hours}) dias`, 'in $1 days'],
    [String.raw`dentro de una semana`, 'in a week'],
    [String.raw`el (\d{1,2})(?= de )`, 'the $1'],
    [String.raw`el dia (\d{1,2})(?! de)`, 'the $1th'],
    [String.raw`el (\d{1,2})(?![\d:/.]| de )`, 'the $1th'],
    [String.raw`(${hours}) de (?=(?:${months}))`, '$1 of '],
  ],
);
