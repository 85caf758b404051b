import { english } from '../en/index.ts';
import type { ActTable } from '../types.ts';
import { noMoreContact } from './no-more-contact.ts';

/** What people do with words; the words that all use online, such as "ok" and "stop", come from English. */
export const acts: ActTable = {
  greet: { start: ['(bonjour|bonsoir|salut|coucou)'] },
  thank: { anywhere: ['(merci|merci beaucoup|je vous remercie|merci bien)'] },
  goodbye: { anywhere: ['(au revoir|a bientot|a demain|bonne journee|bonne soiree)', "(c'est|ce sera) tout"] },
  accept: {
    start: [
      '(oui|ouais|bien sur|d accord|daccord|parfait|exact|exactement|correct|tres bien|ca marche|ca me va|super|entendu|volontiers|absolument|tout a fait|c est bon|c est ca|je confirme|ok|okay|genial)',
      "d'accord",
      "c'est (bon|ca|parfait|bien|exact)",
    ],
    anywhere: [
      '(ca|cela) (me|nous) (va|convient) (bien|tres bien|parfaitement)?',
      '(ca|cela) (marche|semble|parait) (bien|parfait)?',
      '(je (le|la) prends|reservez|je confirme)',
    ],
  },
  reject: {
    start: ['(non|nan|pas du tout|surtout pas|jamais|aucun|aucune|plutot pas)'],
    anywhere: [
      '(ca|cela) ne (me|nous)? (va|convient|marche) pas',
      "(c'est|est) (faux|incorrect|trop (tard|tot|cher|loin))",
      'je ne (veux|peux|souhaite) pas',
    ],
  },
  correct: {
    anywhere: [
      '(en fait|plutot|pardon|je me suis trompe|je voulais dire|au lieu de|changez|mettez plutot|correction|finalement)',
    ],
  },
  unsure: {
    anywhere: ['je ne sais pas', 'je sais pas', 'pas (sur|sure|certain)', '(aucune idee|ca depend|je dois reflechir)'],
  },
  any: {
    anywhere: [
      '(peu importe|n importe|ca m est egal|egal|sans preference|pas de preference|comme vous voulez)',
      "n'importe (lequel|laquelle|quand|quel|quelle)",
      "ca m'est egal",
    ],
  },
  skip: { anywhere: ['(je prefere ne pas (le)? (dire|repondre)|passer|question suivante)'] },
  request_person: {
    anywhere: [
      '(parler|discuter) (a|avec) (une|un|quelqu un)? (personne|humain|conseiller|agent|vrai|quelqu)',
      "parler a quelqu'un",
      '(une|un) (vraie personne|vrai humain|conseiller)',
      '(rappelez-moi|rappelez moi|appelez-moi|appelez moi)',
    ],
  },
  request_booking: {
    anywhere: [
      '(reserver|prendre|fixer|voudrais|veux|souhaite|aimerais) (un|une|mon)? ... (rendez-vous|rdv|reservation|visite|table)',
    ],
  },
  request_cancel: { anywhere: ['(annuler|annulez) (mon|ma|le|la|ce)? (rendez-vous|rdv|reservation|visite)?'] },
  request_reschedule: {
    anywhere: [
      '(deplacer|reporter|changer|decaler|modifier) (mon|ma|le|la) (rendez-vous|rdv|reservation|visite)',
      '(reporter|decaler)',
    ],
  },
  request_other_times: { anywhere: ['(autre|autres) (heure|jour|date|horaire|creneau|creneaux)', 'plus (tard|tot)'] },
  request_other: { anywhere: ['(autre|autres|different|differente)', 'autre chose'] },
  opt_out: {
    whole: ['(stop|arret|arretez|desabonnement|desinscription)'],
    anywhere: [
      'ne (me|nous) (contactez|appelez|ecrivez|envoyez|derangez) plus',
      '(arretez|cessez) de (me|nous)? (contacter|appeler|ecrire|envoyer|deranger|m ecrire|m appeler)',
      "arretez de (m'ecrire|m'appeler|m'envoyer)",
      '(desinscrire|desinscrivez|desabonner|desabonnez|desinscrivez-moi|desabonnez-moi)',
      '(supprimez|effacez) mes (donnees|coordonnees)',
      'je ne veux plus (de|recevoir|etre)',
    ],
    aloud: noMoreContact,
  },
  opt_in: english.acts.opt_in ?? {},
};
