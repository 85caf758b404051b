import { english } from '../en/index.ts';
import type { ActTable } from '../types.ts';
import { noMoreContact } from './no-more-contact.ts';

/** What people do with words; the words that all use online, such as "ok" and "stop", come from English. */
export const acts: ActTable = {
  greet: { start: ['(hola|buenos dias|buenas tardes|buenas noches|buenas|saludos)'] },
  thank: { anywhere: ['(gracias|muchas gracias|mil gracias|se lo agradezco|te lo agradezco)'] },
  goodbye: { anywhere: ['(adios|hasta luego|hasta pronto|chao|nos vemos|hasta manana)', '(eso|esto) es todo'] },
  accept: {
    start: [
      '(si|claro|vale|de acuerdo|perfecto|correcto|exacto|bueno|muy bien|genial|por supuesto|estupendo|listo|adelante|confirmo|eso es|asi es|esta bien|me parece bien|okay|ok)',
      '(me|nos) (va|viene|parece) (bien|perfecto|genial)',
    ],
    anywhere: [
      '(me|nos) (va|viene|parece|queda) (muy)? (bien|perfecto|genial|estupendo)',
      '(suena|esta) (muy)? (bien|perfecto|genial)',
      '(reservelo|reservala|reservalo|lo tomo|me lo quedo|lo confirmo)',
    ],
  },
  reject: {
    start: ['(no|nunca|para nada|mejor no|de ninguna manera|negativo|ninguno|ninguna)'],
    anywhere: [
      'no me (va|viene|sirve|gusta|interesa|conviene|queda)',
      '(es|esta) (mal|incorrecto|demasiado (tarde|temprano|caro|lejos))',
    ],
  },
  correct: {
    anywhere: [
      '(mejor|en realidad|perdon|me equivoque|queria decir|quise decir|cambielo|cambialo|en vez de|en lugar de|corrijo)',
    ],
  },
  unsure: { anywhere: ['no (lo)? se', 'no estoy (seguro|segura)', '(ni idea|depende|tengo que pensarlo)'] },
  any: {
    anywhere: [
      '(cualquiera|da igual|me da igual|no importa|lo que sea|cuando sea|como quiera|sin preferencia|no tengo preferencia)',
    ],
  },
  skip: { anywhere: ['(prefiero no (decirlo|decir|contestar)|paso|siguiente|omitir)'] },
  request_person: {
    anywhere: [
      '(hablar|comunicarme|contactar) con (una|un|alguna|algun)? (persona|humano|agente|asesor|operador|alguien)',
      '(una|un) (persona|agente|humano) (real|de verdad)?',
      'alguien (me puede|que me) (llame|ayude|atienda)',
      '(que me llamen|llamenme|llameme)',
    ],
  },
  request_booking: {
    anywhere: [
      '(reservar|reserva|agendar|pedir|quiero|quisiera|necesito|hacer|concertar|programar) (una|un|mi|la)? ... (cita|reserva|visita|turno|mesa)',
    ],
  },
  request_cancel: {
    anywhere: ['(cancelar|cancele|cancela|anular|anule) (mi|la|el|esta)? (cita|reserva|visita|turno)?'],
  },
  request_reschedule: {
    anywhere: [
      '(cambiar|mover|aplazar|reprogramar|posponer) (mi|la|el|esta) (cita|reserva|visita|turno)',
      '(reprogramar|aplazar|posponer)',
    ],
  },
  request_other_times: { anywhere: ['(otra|otro) (hora|dia|fecha|horario)', '(mas (tarde|temprano|pronto))'] },
  request_other: { anywhere: ['(otro|otra|otros|otras|diferente|distinto|distinta)', 'algo mas', 'alguna otra'] },
  opt_out: {
    whole: ['(baja|parar|alto|stop|basta|cancelar suscripcion)'],
    anywhere: [
      '(no me|no nos) (escriba|escriban|escribas|llame|llamen|llames|contacte|contacten|contactes|mande|manden|envie|envien|moleste|molesten) (mas|nunca mas)?',
      '(dejen|deje|deja) de (escribirme|llamarme|enviarme|mandarme|molestarme|contactarme)',
      '(dar|darme|denme|deme|dame) de baja',
      '(borren|borre|eliminen|elimine) mis datos',
      'no quiero (recibir|mas) ... (mensajes|llamadas|correos)?',
    ],
    aloud: noMoreContact,
  },
  opt_in: english.acts.opt_in ?? {},
};
