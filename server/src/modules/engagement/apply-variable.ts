import type { TxCtx } from '../../db/database.ts';
import type { Action } from '../../engagement/decision.ts';
import type { Observation } from '../../engagement/understanding/types.ts';
import { hasRoomFor, lengthOf, MAX_VARIABLES_LENGTH, storeVariable } from '../leads/index.ts';
import { recordAction } from '../timeline/index.ts';
import type { ApplyState } from './apply-state.ts';
import { fillLeadProperty } from './fill-lead-property.ts';

/** What was learned, as a variable and in the property of the lead that its field stands for. */
export async function applyVariable(
  state: ApplyState,
  { observation, reason }: Extract<Action, { do: 'set_variable' }>,
): Promise<void> {
  const { ctx, loaded, messageId, callId = null } = state;
  const { key, value, valueText, confidence } = observation;
  const field = loaded.situation.workflow.fields.find((one) => one.key === key);
  const conversationId = loaded.situation.conversation.id;
  const summary = `Learned ${field?.label ?? key}: ${valueText} (${reason})`;
  const cameWithLead = observation.origin === 'contact';
  const source = sourceOf(observation.origin, loaded.situation.conversation.channel);
  const known = { leadId: loaded.leadId, conversationId, key, value, valueText, confidence, source, callId } as const;
  if (hasRoomFor(state.lengths, known)) {
    await storeVariable(ctx, { ...known, messageId: cameWithLead ? null : messageId, reason: summary });
    state.lengths.set(key, lengthOf(known));
    state.isTouched = false;
  } else {
    await tellOfNoRoom(ctx, known, field?.label ?? key);
  }
  state.values.set(key, value);
  if (field && !cameWithLead) {
    await fillLeadProperty(ctx, loaded.leadId, { definition: loaded.situation.workflow, field }, value);
  }
}

/** What somebody wrote about the lead is the agent's knowledge, none of the lead's words. */
function sourceOf(origin: Observation['origin'], channel: string): 'lead' | 'agent' | 'api' {
  if (origin === 'reported') return 'agent';
  return origin === 'contact' && channel !== 'web_chat' ? 'api' : 'lead';
}

/** What was heard counts for this turn and is not kept: a full lead must not end its conversation. */
async function tellOfNoRoom(
  ctx: TxCtx,
  { leadId, conversationId }: { leadId: string; conversationId: string },
  label: string,
): Promise<void> {
  const most = MAX_VARIABLES_LENGTH.toLocaleString('en');
  const summary = `Did not keep ${label}: what is known of this lead would be over ${most} characters`;
  recordAction(ctx, { leadId, conversationId, type: 'system_note', summary });
}
