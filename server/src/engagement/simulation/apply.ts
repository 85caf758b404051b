import type { Action, Decision } from '../decision.ts';
import type { Observation } from '../understanding/types.ts';
import { propertyOf } from '../workflow/lead-property.ts';
import { bookSlot, cancelAppointment, moveAppointment } from './appointments.ts';
import { settleChecklist } from './checklist.ts';
import { askAbout, askForPerson, keepDraft, optIn, optOut } from './people.ts';
import { moveStatus, setStage } from './progress.ts';
import { note, PLACEHOLDERS, say, statusOf, type World } from './world.ts';

/** Does in memory what a decision does in the product. Raises SlotRefused where its time is not to be had. */
export function applyDecision(world: World, { actions, refused }: Decision, comeBack: ComeBack): void {
  for (const action of actions) applyAction(world, action, comeBack);
  if (actions.some(({ do: what }) => what === 'set_variable' || what === 'remove_variable')) settleChecklist(world);
  for (const { what, rule } of refused) note(world, { kind: 'refused', what, rule });
}

/** Brings the stimulus back then, where nothing may be said yet. */
export type ComeBack = (until: Date) => void;

function applyAction(world: World, action: Action, comeBack: ComeBack): void {
  switch (action.do) {
    case 'set_variable':
      learn(world, action.observation, action.reason);
      break;
    case 'remove_variable':
      forget(world, action.key, action.reason);
      break;
    case 'book':
      bookSlot(world, action.slot, action.reason);
      break;
    case 'move':
      moveAppointment(world, action.appointmentId, action.slot, action.reason);
      break;
    case 'cancel':
      cancelAppointment(world, action.appointmentId, action.reason);
      break;
    case 'hand_over':
      askForPerson(world, action.reason);
      break;
    case 'ask_person':
      askAbout(world, action.reason);
      break;
    case 'disqualify':
      disqualify(world, action.reason);
      break;
    case 'opt_out':
      optOut(world, action.reason);
      break;
    case 'opt_in':
      optIn(world, action.reason);
      break;
    case 'set_stage':
      setStage(world, action.stage, action.reason);
      break;
    case 'move_status':
      moveStatus(world, statusOf(world, action.statusKey), action.reason);
      break;
    case 'send':
      send(world, action);
      break;
    case 'wait':
      note(world, { kind: 'waits', until: action.until.toISOString(), rule: action.reason });
      comeBack(action.until);
      break;
    case 'draft':
      keepDraft(world, action);
      break;
    case 'remember':
      world.dialogues = new Map([...world.dialogues, [world.channel, action.dialogue]]);
      break;
  }
}

function learn(world: World, observation: Observation, reason: string): void {
  const { key, value, valueText, confidence, origin } = observation;
  const field = world.definition.fields.find((one) => one.key === key);
  world.variables = new Map([...world.variables, [key, { value, valueText, confidence }]]);
  world.hasLearned = true;
  note(world, { kind: 'learned', key, label: field?.label ?? key, value, valueText, confidence, reason });
  const property = field && origin !== 'contact' ? propertyOf(world.definition, field) : undefined;
  if (typeof value !== 'string') return;
  if (property === 'name' || property === 'phone') world.contact = { ...world.contact, [property]: value };
  if (property === 'email') world.contact = { ...world.contact, email: value.toLowerCase() };
}

function forget(world: World, key: string, reason: string): void {
  if (!world.variables.has(key)) return;
  world.variables = new Map([...world.variables].filter(([known]) => known !== key));
  world.hasLearned = true;
  const label = world.definition.fields.find((one) => one.key === key)?.label ?? key;
  note(world, { kind: 'forgot', key, label, reason });
}

function disqualify(world: World, reason: string): void {
  note(world, { kind: 'standing', change: 'disqualified', reason });
  setStage(world, 'lost', reason);
  moveStatus(
    world,
    world.definition.statuses.find(({ category }) => category === 'lost'),
    reason,
  );
}

function send(world: World, { text: words, reason, purpose }: Extract<Action, { do: 'send' }>): void {
  const { calendarUrl, portalUrl } = PLACEHOLDERS;
  const text = words.replaceAll('{calendarUrl}', calendarUrl).replaceAll('{portalUrl}', portalUrl);
  say(world, 'agent', text, reason);
  if (purpose === 'reply') awaitAnswer(world);
}

/** Where the workflow takes up a lead again that falls silent, the time for it begins with the agent's last answer. */
function awaitAnswer(world: World): void {
  const recontact = world.definition.cadence?.recontact;
  if (!recontact) return;
  const dueAt = new Date(world.now.getTime() + recontact.staleAfterHours * 3_600_000);
  world.agenda = [...world.agenda, { kind: 'attempt_due', dueAt }];
}
