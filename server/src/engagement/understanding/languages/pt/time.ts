import { timeWords } from '../time-words.ts';

const hours = String.raw`\d{1,2}|zero|um|uma|dois|duas|tres|quatro|cinco|seis|meia|sete|oito|nove|dez|onze|doze|treze|catorze|quatorze|quinze|dezesseis|dezasseis|dezessete|dezoito|dezenove|vinte`;
const minutes =
  'dez|onze|doze|treze|catorze|quatorze|quinze|dezesseis|dezasseis|dezessete|dezoito|dezenove|vinte|trinta|quarenta|cinquenta';
const days =
  'segunda|segunda-feira|terca|terca-feira|quarta|quarta-feira|quinta|quinta-feira|sexta|sexta-feira|sabado|domingo';
const months = 'janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro';

export const time = timeWords(
  `hoje today, amanha tomorrow, de of, as at, o the, a the, este this, esta this, antes before, depois after, proximo next, proxima next, semana week, mes month, tarde afternoon, noite evening, manha morning, dia day, dias days, em in, no on, na on, e and, ou or, entre between, ate until, desde from, meia-noite midnight, meio-dia noon, janeiro january, fevereiro february, marco march, abril april, maio may, junho june, julho july, agosto august, setembro september, outubro october, novembro november, dezembro december, segunda monday, segunda-feira monday, terca tuesday, terca-feira tuesday, quarta wednesday, quarta-feira wednesday, quinta thursday, quinta-feira thursday, sexta friday, sexta-feira friday, sabado saturday, domingo sunday`,
  [
    [String.raw`depois de amanha`, 'day after tomorrow'],
    [String.raw`(?:de|da|pela|na|a) manha`, 'in the morning'],
    [String.raw`(?:de|da|pela|a|na) tarde`, 'in the afternoon'],
    [String.raw`(?:de|da|pela|a|na) noite`, 'in the evening'],
    [String.raw`(?:ao )?meio[ -]dia`, 'noon'],
    [String.raw`(?:a )?meia[ -]noite`, 'midnight'],
    [String.raw`o (?:mais rapido|quanto antes)(?: possivel)?`, 'asap'],
    [String.raw`(?:a )?(?:semana que vem|proxima semana)`, 'next week'],
    [String.raw`(?:o )?mes que vem`, 'next month'],
    [String.raw`(?:a |o |na |no )?(${days})(?:-feira)? que vem`, 'next $1'],
    [String.raw`(?:a |o |na |no )?proxim[ao] (${days})(?:-feira)?`, 'next $1'],
    [String.raw`(${days})-feira`, '$1'],
    [String.raw`fim de semana`, 'weekend'],
    [String.raw`(?:as|a) (${hours})(?: horas?)? e meia`, 'at $1:30'],
    [String.raw`(?:as|a) (${hours})(?: horas?)? e (\d{2}|${minutes})`, 'at $1:$2'],
    [String.raw`(?:as|a) (\d{1,2})h(\d{2})?`, 'at $1h$2'],
    [String.raw`as (${hours})(?: horas)?`, 'at $1'],
    [String.raw`(${hours}) e meia`, '$1:30'],
    [String.raw`(?:em|daqui a) (${hours}) dias`, 'in $1 days'],
    [String.raw`(?:no )?dia (\d{1,2})(?= de )`, 'the $1'],
    [String.raw`(?:no )?dia (\d{1,2})(?! de)`, 'the $1th'],
    [String.raw`(${hours}) de (?=(?:${months}))`, '$1 of '],
  ],
);
