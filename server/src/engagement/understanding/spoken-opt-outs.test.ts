import { describe, expect, it } from 'vitest';
import { newTrack, trackLead } from './track.ts';

const context = { now: new Date('2027-03-01T10:00:00Z'), timeZone: 'Europe/London', country: 'GB', isSpoken: true };

function actsOf(text: string, language = 'en', isSpoken = true) {
  return trackLead(newTrack, text, { fields: [], context: { ...context, isSpoken, language } }).heard.acts;
}

describe('in a call nobody opts out by a word of text messages', () => {
  const words =
    'stop stopall end quit unsubscribe cancel revoke optout stopp schluss abmelden baja parar alto basta arret arretez sair pare';
  it.each(words.split(' '))('%s', (word) => {
    for (const language of ['en', 'de', 'es', 'fr', 'pt'])
      for (const said of [word, `${word}!`, `Sorry. ${word} it! My dog.`])
        expect(actsOf(said, language)).not.toContain('opt_out');
  });

  it('that does in writing', () => {
    for (const word of ['STOP', 'End', 'quit']) expect(actsOf(word, 'en', false)).toContain('opt_out');
  });

  it.each([
    ['en', 'At the end of the month'],
    ['en', 'Sorry. Stop it! My dog'],
    ['en', 'Take me off the waiting list please'],
    ['en', 'Leave me be'],
    ['en', 'You never call me back'],
    ['en', 'If you do not call me by five I go elsewhere'],
    ['en', 'Why did you stop calling me?'],
    ['en', 'My ex will not stop calling me'],
    ['en', "Please don't call me before nine"],
    ['en', "Don't send me the invoice yet"],
    ['en', 'I forget my number'],
    ['en', "Let's opt out of the insurance"],
    ['en', 'I will stop calling around then'],
    ['de', 'Ich will mein Auto abmelden'],
    ['de', 'Rufen Sie mich bitte nicht vor neun an'],
    ['de', 'Ich wurde nicht mehr angerufen'],
    ['es', 'No quiero más volumen'],
    ['es', 'No me llamen antes de las nueve'],
    ['fr', 'Je ne veux plus de frange'],
    ['fr', "Vous m'appelez plus tard"],
    ['pt', 'Não me ligue antes das nove'],
  ])('nor by another sentence, in %s: %s', (language, said) => {
    expect(actsOf(said, language)).not.toContain('opt_out');
  });
});

it.each([
  ['en', 'Stop calling'],
  ['en', 'Stop calling me'],
  ['en', "Don't call me again"],
  ['en', 'Never contact us again please'],
  ['en', 'Take me off your list'],
  ['en', 'Can you remove my number from your database?'],
  ['en', "I don't want to be contacted any more"],
  ['en', 'No more calls, please'],
  ['en', 'I told you not to call me'],
  ['en', 'Put me on the do not call list'],
  ['de', 'Rufen Sie mich nicht mehr an'],
  ['de', 'Ich möchte nicht mehr angerufen werden'],
  ['de', 'Nehmen Sie mich von Ihrer Liste'],
  ['es', 'No me llamen más'],
  ['es', 'Dejen de llamarme'],
  ['fr', "Ne m'appelez plus"],
  ['fr', "Arrêtez de m'appeler"],
  ['pt', 'Parem de me ligar'],
  ['pt', 'Não me liguem mais'],
])('who names the contact opts out in a call, in %s: %s', (language, said) => {
  expect(actsOf(said, language)).toContain('opt_out');
  expect(actsOf(said, 'en')).toContain('opt_out');
});
