import type { ActPhrases } from '../types.ts';

/** Says aloud that it wants no more contact: each phrase names the contact. */
export const noMoreContact: NonNullable<ActPhrases['aloud']> = {
  anywhere: [
    '(no|nunca) (me|nos) (vuelva a llamar|vuelvan a llamar|vuelvas a llamar|llame|llamen|llames|llameis|escriba|escriban|escribas|contacte|contacten|contactes) (mas|nunca mas)?',
    'no me (mande|manden|mandes|envie|envien|envies) (mas)? (mensajes|correos|nada)',
    '(dejen|deje|deja|dejad) de (escribirme|llamarme|contactarme|enviarme mensajes|mandarme mensajes|llamar)',
    'no quiero (recibir)? (mas)? (mensajes|llamadas|correos)',
    'no quiero que me (llamen|llame|llames|escriban|contacten)',
    '(quiteme|quitenme|borreme|borrenme|saqueme|saquenme|eliminenme) de (su|la|esta) (lista|base de datos)',
    '(borre|borren|elimine|eliminen) mi (numero|telefono)',
  ],
  unless: [
    '(llame|llamen|llames|llameis|escriba|escriban|escribas|contacte|contacten|contactes) (antes|despues|hasta|manana|hoy|a|por|en|el|los|entre|durante|ahora)',
    '(si|ellos|ella|el) no (me|nos)',
  ],
};
