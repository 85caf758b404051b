import type { Stretch } from '../dialogue/person-stretch.ts';
import { only, without, withStatusTimeout } from './agenda.ts';
import { note, statusOf, type WaitingDraft, type World } from './world.ts';

/** More would be read to no end: the product reads as many. */
const AT_MOST = 20;

/** The agent asks for a person and is silent from here. */
export function askForPerson(world: World, reason: string): void {
  world.needsHuman = true;
  world.owner = 'person';
  world.isTakenOver = true;
  stopAgent(world, 'a person was asked for');
  note(world, { kind: 'standing', change: 'needs_person', reason });
}

/** A person is asked about one question; the agent goes on. */
export function askAbout(world: World, reason: string): void {
  world.needsHuman = true;
  note(world, { kind: 'standing', change: 'needs_person', reason });
}

/** A person comes to the lead; nothing where one has it already. */
export function takeOver(world: World, reason: string): void {
  const isNew = world.owner !== 'person';
  world.owner = 'person';
  world.isTakenOver = true;
  world.needsHuman = false;
  stopAgent(world, 'a person has taken over');
  if (isNew) note(world, { kind: 'standing', change: 'taken_over', reason });
}

export function giveToAgent(world: World, reason: string): void {
  world.owner = 'agent';
  world.isTakenOver = false;
  world.needsHuman = false;
  note(world, { kind: 'standing', change: 'handed_back', reason });
  renewCadence(world);
}

/** Ends all contact: the run, what waits, and what was to happen. Reminders come again should it opt in before them. */
export function optOut(world: World, reason: string): void {
  if (world.isOptedOut) return;
  world.isOptedOut = true;
  if (world.isRunActive) world.runStatus = 'cancelled';
  world.isRunActive = false;
  world.agenda = only(world.agenda, 'reminder_due');
  withdrawDraft(world, 'the lead opted out');
  note(world, { kind: 'standing', change: 'opted_out', reason });
}

/** The run that the opt-out ended goes on, and its time begins anew. */
export function optIn(world: World, reason: string): void {
  if (!world.isOptedOut) return;
  world.isOptedOut = false;
  const status = statusOf(world, world.statusKey);
  if (world.runStatus === 'cancelled') {
    world.runStatus = 'running';
    world.isRunActive = true;
    if (status) world.agenda = withStatusTimeout(world.agenda, status, world.now);
    renewCadence(world);
  }
  note(world, { kind: 'standing', change: 'opted_in', reason });
}

/** The lead has written: what the agent would have said unasked is not said. */
export function stopReachingOut(world: World): void {
  stopAgent(world, 'the lead has written since');
}

/** What the agent was about to say, and would have said unasked. */
function stopAgent(world: World, reason: string): void {
  withdrawDraft(world, reason);
  world.agenda = without(world.agenda, 'attempt_due');
}

/** Has the agent look anew whether it is to reach out to the lead: after it was silenced. */
export function renewCadence(world: World): void {
  if (!world.definition.cadence || !world.isRunActive || world.runStatus !== 'running') return;
  world.agenda = [...world.agenda, { kind: 'attempt_due', dueAt: world.now }];
}

/** The newest draft takes the place of the one that waits. */
export function keepDraft(world: World, said: Omit<WaitingDraft, 'channel'>): void {
  withdrawDraft(world, 'a newer draft takes its place');
  const { text, reason, purpose, template, onApproval } = said;
  world.draft = { text, reason, purpose, ...(template && { template }), channel: world.channel, onApproval };
  const waiting = onApproval.map((action) => action.do).filter((what) => what !== 'remember');
  note(world, { kind: 'draft', change: 'written', text, reason, waiting });
}

export function withdrawDraft(world: World, reason: string): void {
  const { draft } = world;
  if (!draft) return;
  world.draft = null;
  note(world, { kind: 'draft', change: 'withdrawn', text: draft.text, reason, waiting: [] });
}

/** What was said last, as the product reads it for an agent that gets a lead back or that listens. */
export function stretchOf({ messages, channel }: World): Stretch {
  const newest = messages
    .filter((one) => one.channel === channel)
    .slice(-AT_MOST)
    .toReversed();
  const answered = newest.findIndex(({ author }) => author !== 'lead');
  const open = newest.slice(0, answered === -1 ? newest.length : answered);
  const last = newest[answered];
  const unanswered = open.toReversed().map(({ text }) => text);
  return {
    unanswered: unanswered.length > 0 ? unanswered.join('\n') : null,
    lastWords: last && last.author !== 'lead' ? { author: last.author, text: last.text } : null,
    ownLastWords: newest.find(({ author }) => author === 'agent')?.text ?? null,
  };
}
