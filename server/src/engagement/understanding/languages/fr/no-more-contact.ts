import type { ActPhrases } from '../types.ts';

/** Says aloud that it wants no more contact: each phrase names the contact. */
export const noMoreContact: NonNullable<ActPhrases['aloud']> = {
  anywhere: [
    '(me|nous) (contactez|contacte|appelez|rappelez|rappelle|ecrivez) (plus|jamais)',
    "(m'appelez|m'appelle|m'ecrivez|m'ecris) (plus|jamais)",
    "(arretez|arrete|cessez) de (me contacter|nous contacter|nous appeler|m'appeler|m'ecrire|m'envoyer des messages|me rappeler)",
    "je (ne)? veux plus (d'appels|de messages|d'appel|etre (contacte|contactee|appele|appelee|rappele|rappelee)|recevoir ... (appels|messages|mails|sms))",
    "je (ne)? veux plus que vous (m'appeliez|me contactiez|m'ecriviez)",
    '(retirez|enlevez|supprimez|rayez|desinscrivez) (moi|mon numero) de (votre|vos|la|cette) (liste|listes|fichier|base)',
    '(supprimez|effacez) mon (numero|telephone)',
  ],
  unless: ['plus (tard|tot|souvent|vite)', 'plus (avant|apres)', '(ils|elles|il|elle|on) (ne)? (me|nous)'],
};
