import type { ActPhrases } from '../types.ts';

/** Says aloud that it wants no more contact: each phrase names the contact. */
export const noMoreContact: NonNullable<ActPhrases['aloud']> = {
  anywhere: [
    '(rufen|ruf|ruft|schreiben|schreib|schreibt|kontaktieren|kontaktiert) (sie)? (mich|mir|uns) (bitte)? (nicht mehr|nie wieder|nie mehr|nicht wieder|nicht) (an)?',
    '(schicken|schick|senden) (sie)? (mir|uns) (bitte)? (nichts mehr|keine (weiteren)? (nachrichten|e-mails|mails|werbung))',
    'keine (weiteren)? (nachrichten|anrufe|werbeanrufe|e-mails|mails) mehr',
    'keine weiteren (nachrichten|anrufe|werbeanrufe|e-mails|mails)',
    '(horen|hor|hort) (sie)? (bitte)? auf (mich anzurufen|mir zu (schreiben|schicken))',
    'nicht mehr (kontaktiert|angerufen|angeschrieben) werden',
    '(mich|uns) (bitte)? nicht mehr (zu)? (kontaktieren|anschreiben|anrufen|anzurufen)',
    '(nehmen|streichen|loschen|entfernen) sie (mich|meine (nummer|daten|telefonnummer)) (bitte)? (aus|von) (ihrer|der|dieser|ihrem|dem) (liste|anrufliste|kartei|verteiler|datenbank)',
    '(loschen sie|loscht|losch) (bitte)? meine (nummer|telefonnummer)',
  ],
  unless: [
    '(nicht) (vor|nach|um|am|heute|morgen|zwischen|wahrend|bis|in|auf|unter)',
    '(wurde|wurden|konnte|konnten|bekommen|erhalten)',
  ],
};
