import { english } from '../en/index.ts';
import type { ActTable } from '../types.ts';
import { noMoreContact } from './no-more-contact.ts';

/** What people do with words; the words that all use online, such as "ok" and "stop", come from English. */
export const acts: ActTable = {
  greet: { start: ['(ola|oi|bom dia|boa tarde|boa noite)'] },
  thank: { anywhere: ['(obrigado|obrigada|muito obrigado|muito obrigada|valeu|agradeco)'] },
  goodbye: { anywhere: ['(tchau|adeus|ate logo|ate mais|ate amanha)', '(e|era) (so|tudo) (isso)?'] },
  accept: {
    start: [
      '(sim|claro|certo|perfeito|correto|exato|otimo|ta bom|esta bem|tudo bem|com certeza|combinado|pode ser|isso|isso mesmo|confirmo|beleza|ok|okay|concordo)',
    ],
    anywhere: [
      '(fica|parece|esta) (muito)? (bom|bem|otimo|perfeito)',
      '(funciona|serve) (para mim|pra mim)?',
      '(pode marcar|pode reservar|vou querer|fico com)',
    ],
  },
  reject: {
    start: ['(nao|nunca|de jeito nenhum|melhor nao|nenhum|nenhuma|negativo)'],
    anywhere: ['nao (da|posso|serve|funciona|gosto|gostei|quero)', '(muito|tarde|cedo) demais'],
  },
  correct: {
    anywhere: [
      '(na verdade|alias|desculpe|me enganei|quis dizer|queria dizer|melhor|em vez de|no lugar de|corrigindo|mude para|muda para)',
    ],
  },
  unsure: { anywhere: ['nao sei', 'nao tenho certeza', '(nem ideia|depende|preciso pensar)'] },
  any: { anywhere: ['(qualquer um|qualquer uma|qualquer|tanto faz|nao importa|sem preferencia|voce escolhe)'] },
  skip: { anywhere: ['(prefiro nao (dizer|responder)|pular|proxima)'] },
  request_person: {
    anywhere: [
      '(falar|conversar) com (uma|um|alguma|algum)? (pessoa|humano|atendente|agente|alguem|operador)',
      '(uma|um) (pessoa|atendente|humano) (real|de verdade)?',
      '(me ligue|me liguem|podem me ligar)',
    ],
  },
  request_booking: {
    anywhere: [
      '(reservar|marcar|agendar|quero|gostaria de|preciso|fazer) (uma|um|minha|a)? ... (consulta|reserva|visita|horario|mesa|hora)',
    ],
  },
  request_cancel: {
    anywhere: ['(cancelar|cancele|desmarcar|desmarque) (minha|a|meu|o|essa)? (consulta|reserva|visita|horario)?'],
  },
  request_reschedule: {
    anywhere: [
      '(mudar|remarcar|adiar|reagendar|trocar) (minha|a|meu|o) (consulta|reserva|visita|horario)',
      '(remarcar|reagendar|adiar)',
    ],
  },
  request_other_times: { anywhere: ['(outro|outra) (hora|dia|data|horario)', '(mais (tarde|cedo))'] },
  request_other: { anywhere: ['(outro|outra|outros|outras|diferente)', 'algo mais'] },
  opt_out: {
    whole: ['(parar|sair|stop|pare|cancelar inscricao)'],
    anywhere: [
      'nao (me|quero)? ... (mande|mandem|envie|enviem|ligue|liguem|contate|contatem|escreva|escrevam|incomode) (mais)?',
      '(pare|parem) de (me)? (mandar|enviar|ligar|escrever|contatar|incomodar)',
      '(descadastrar|descadastre|cancelar inscricao|sair da lista|remover meu)',
      '(apague|apaguem|exclua) meus dados',
      'nao quero (mais)? (receber|mensagens)',
    ],
    aloud: noMoreContact,
  },
  opt_in: english.acts.opt_in ?? {},
};
