import type { ActPhrases } from '../types.ts';

/** Says aloud that it wants no more contact: each phrase names the contact. */
export const noMoreContact: NonNullable<ActPhrases['aloud']> = {
  anywhere: [
    'nao (me|nos) (ligue|liguem|liga|ligues|telefone|telefonem|contate|contatem|contacte|contactem|escreva|escrevam) (mais|nunca mais|de novo)?',
    'nao me (mande|mandem|envie|enviem) (mais)? (mensagens|mensagem|emails|e-mails|nada)',
    '(pare|parem) de (me)? (ligar|telefonar|escrever|contatar|contactar|(mandar|enviar) (mensagens|mensagem|emails))',
    'nao quero (receber)? (mais)? (mensagens|ligacoes|chamadas|emails|e-mails)',
    'nao quero (mais)? que me (liguem|ligue|contatem|contate|contactem)',
    '(tire|tirem|retire|retirem|remova|removam) (me|meu nome|meu numero) (da|de) (sua|vossa|essa)? (lista|base)',
    'me (tire|tirem|retire|retirem|remova|removam) da (sua|vossa)? lista',
    '(apague|apaguem|exclua) (o)? meu numero',
  ],
  unless: [
    '(ligue|liguem|liga|ligues|telefone|telefonem|contate|contatem|contacte|contactem|escreva|escrevam) (antes|depois|ate|amanha|hoje|agora|as|no|na|em|entre|durante)',
    '(se|eles|ela|ele) nao (me|nos)',
  ],
};
