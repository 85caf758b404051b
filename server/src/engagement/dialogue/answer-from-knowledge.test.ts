import { describe, expect, it } from 'vitest';
import { decide } from '../decide.ts';
import { situationOf, smallWorkflow } from '../situation.fixture.ts';
import type { Situation, Stimulus } from '../situation.ts';
import { proposeByRules } from './rules-brain.ts';

const heard = (text: string): Stimulus => ({ kind: 'message_received', messageId: 'message', text });
const found = (question: string, confidence = 0.9): Situation['knowledge'] => ({
  question,
  text: 'There is a car park behind the house.',
  title: 'Visiting us',
  documentId: 'document',
  confidence,
});

describe('a question that the workflow has no answer for', () => {
  const parking = heard('Is there parking?');

  it('is open, is said to go to a person, and does; the agent goes on', () => {
    const situation = situationOf();
    const proposal = proposeByRules(situation, parking);
    expect(proposal).toMatchObject({
      openQuestion: 'Is there parking?',
      steps: [{ step: 'ask_person', question: 'Is there parking?' }],
      say: expect.stringMatching(/^I do not know that, so I have asked a colleague.* What is your name\?/),
    });
    const { actions } = decide(situation, parking, proposal);
    expect(actions).toContainEqual({ do: 'ask_person', reason: 'a question without an answer: "Is there parking?"' });
  });

  it('is answered from the knowledge, which is cited, and no person is asked', () => {
    const situation = situationOf({ knowledge: found('Is there parking?') });
    expect(proposeByRules(situation, parking)).toMatchObject({
      openQuestion: null,
      steps: [],
      say: expect.stringMatching(
        /^There is a car park behind the house\. \(From “Visiting us”\.\) What is your name\?/,
      ),
      reason: expect.stringContaining('answered from "Visiting us" (confidence 0.9)'),
    });
  });

  it.each([
    [0.6, 0.6, true],
    [0.59, 0.6, false],
    [0.59, 0.5, true],
    [0.9, 1, false],
  ])('with a confidence of %d where %d is asked for is answered: %s', (confidence, minConfidence, isAnswered) => {
    const workflow = { ...smallWorkflow, knowledge: { minConfidence } };
    const situation = situationOf({ workflow, knowledge: found('Is there parking?', confidence) });
    const { say, steps } = proposeByRules(situation, parking);
    expect(say?.startsWith('There is a car park')).toBe(isAnswered);
    expect(steps.map(({ step }) => step)).toEqual(isAnswered ? [] : ['ask_person']);
  });

  it('is not answered with what was found for another', () => {
    const situation = situationOf({ knowledge: found('Are dogs allowed?') });
    expect(proposeByRules(situation, parking).openQuestion).toBe('Is there parking?');
  });

  it('is silent and asks nobody where a person has the lead', () => {
    const conversation = { ...situationOf().conversation, owner: 'person' } as const;
    const situation = situationOf({ conversation });
    const { actions } = decide(situation, parking, proposeByRules(situation, parking));
    expect(actions.map((action) => action.do)).toEqual(['remember']);
  });

  it('goes to a person at once where the agent only listens; its words wait', () => {
    const agent = { ...situationOf().agent, autonomy: 'listen' } as const;
    const situation = situationOf({ agent });
    const { actions } = decide(situation, parking, proposeByRules(situation, parking));
    const done = actions.map((action) => action.do);
    expect(done).toContain('ask_person');
    expect(done).toContain('draft');
    const draft = actions.find((action) => action.do === 'draft');
    expect(draft?.onApproval.map((action) => action.do)).toEqual(['remember']);
  });
});

describe('what is no question by its form', () => {
  const topic = heard('parking');

  it('is looked up where it is not understood, and answered where the knowledge is sure', () => {
    expect(proposeByRules(situationOf(), topic).openQuestion).toBe('parking');
    const sure = situationOf({ knowledge: found('parking') });
    expect(proposeByRules(sure, topic)).toMatchObject({
      openQuestion: null,
      say: expect.stringMatching(/^There is a/),
    });
    const unsure = situationOf({ knowledge: found('parking', 0.65) });
    expect(proposeByRules(unsure, topic)).toMatchObject({ openQuestion: 'parking', steps: [] });
  });

  it.each(['hello', 'thanks', 'my name is Ada', 'I want to talk to a person', 'stop'])(
    'is not looked up where it is understood: %s',
    (text) => {
      expect(proposeByRules(situationOf(), heard(text)).openQuestion).toBeNull();
    },
  );
});
