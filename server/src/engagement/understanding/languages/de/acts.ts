import { english } from '../en/index.ts';
import type { ActTable } from '../types.ts';
import { noMoreContact } from './no-more-contact.ts';

/** What people do with words; the words that all use online, such as "ok" and "stop", come from English. */
export const acts: ActTable = {
  greet: { start: ['(hallo|guten (tag|morgen|abend)|hi|moin|servus|gruss gott|grus gott)'] },
  thank: { anywhere: ['(danke|vielen dank|danke schon|dankeschon|herzlichen dank)'] },
  goodbye: {
    anywhere: [
      '(tschuss|auf wiedersehen|bis (bald|morgen|dann|spater)|ciao)',
      '(das|dies) (ist|war|ware) alles',
      "das war's",
    ],
  },
  accept: {
    start: [
      '(ja|jawohl|jo|klar|natuerlich|naturlich|gerne|gern|in ordnung|einverstanden|perfekt|genau|richtig|stimmt|passt|super|prima|gut|sehr gut|alles klar|okay|ok|selbstverstandlich|abgemacht|sicher|bestatigt)',
    ],
    anywhere: [
      '(das|es|der|die)? (passt|klingt|hort sich|ist) (mir|uns)? (sehr)? (gut|super|perfekt|prima|gut an|in ordnung|okay)',
      '(das|es) passt',
      '(nehme ich|den nehme ich|die nehme ich|das nehme ich|bitte buchen|buchen sie)',
    ],
  },
  reject: {
    start: ['(nein|nee|ne|auf keinen fall|niemals|lieber nicht|keiner|keine|keines|leider nicht)'],
    anywhere: [
      '(das|es) (passt|geht|stimmt) (mir|uns|leider)? nicht',
      '(zu (spat|fruh|teuer|weit))',
      'gefallt mir nicht',
    ],
  },
  correct: {
    anywhere: [
      '(doch lieber|eigentlich|sorry|entschuldigung|ich meinte|ich habe mich vertan|statt|stattdessen|andern sie|korrektur|besser)',
    ],
  },
  unsure: {
    anywhere: [
      '(ich)? weiss (es|ich)? nicht',
      '(weiß|weis) (es|ich)? (noch)? nicht',
      '(bin mir|bin)? nicht sicher',
      '(keine ahnung|kommt darauf an|muss ich uberlegen)',
    ],
  },
  any: {
    anywhere: [
      '(egal|ist mir egal|mir egal|beliebig|wie sie wollen|keine praferenz|spielt keine rolle|irgendeiner|irgendeine|irgendwann)',
    ],
  },
  skip: { anywhere: ['(mochte ich nicht sagen|uberspringen|weiter|keine angabe)'] },
  request_person: {
    anywhere: [
      '(mit)? (einem|einer|einen)? (menschen|mitarbeiter|mitarbeiterin|berater|person|echten person|jemandem|jemand) (sprechen|reden|telefonieren)',
      '(sprechen|reden) (sie)? mit (einem|einer) (menschen|mitarbeiter|person|berater)',
      '(rufen sie mich an|bitte um ruckruf|ruckruf)',
      '(einen|ein) (echten)? (menschen|mensch|mitarbeiter)',
    ],
  },
  request_booking: {
    anywhere: [
      '(termin|reservierung|besichtigung|tisch) (buchen|vereinbaren|reservieren|machen|ausmachen)',
      '(mochte|will|brauche|hatte|wurde) (gerne|gern)? (einen|eine|ein) ... (termin|reservierung|besichtigung|tisch)',
      '(buchen|reservieren|vereinbaren) sie',
    ],
  },
  request_cancel: {
    anywhere: [
      '(termin|reservierung|buchung|besichtigung) (absagen|stornieren|streichen)',
      '(absagen|stornieren|storniere)',
    ],
  },
  request_reschedule: {
    anywhere: [
      '(termin|reservierung|buchung|besichtigung) (verschieben|verlegen|andern|umbuchen)',
      '(verschieben|verlegen|umbuchen)',
    ],
  },
  request_other_times: {
    anywhere: [
      '(andere|anderer|anderen|anderes) (zeit|zeiten|tag|tage|termin|termine|datum|uhrzeit)',
      '(spater|fruher)',
    ],
  },
  request_other: { anywhere: ['(andere|anderer|anderen|anderes|weitere|sonst noch)', 'etwas anderes'] },
  opt_out: {
    whole: ['(stopp|stop|abmelden|austragen|abbestellen|schluss)'],
    anywhere: [
      '(schreiben|rufen|kontaktieren|schicken|senden|belastigen) sie mich (bitte)? nicht (mehr)? (an)?',
      '(schreiben|rufen|schicken|senden|kontaktieren) sie mir (bitte)? (nichts|keine|nicht) (mehr|nachrichten|e-mails|mails)?',
      '(keine|nie wieder) (weiteren|mehr)? (nachrichten|anrufe|mails|werbung)',
      '(horen|horen sie) (sie)? auf mir zu (schreiben|schicken)',
      '(abmelden|austragen|abbestellen)',
      '(loschen sie|loscht) meine (daten|nummer)',
      'nicht mehr (kontaktieren|anschreiben|anrufen|kontaktiert)',
    ],
    aloud: noMoreContact,
  },
  opt_in: english.acts.opt_in ?? {},
};
