import type { StimulusHandlers } from '../../jobs/dispatch.ts';
import { HAND_BACK_TIMER } from '../leads/index.ts';
import { getHandBackOperation } from './get-hand-back.ts';
import { handBackLeadOperation } from './hand-back-lead.ts';
import { handBackWhenSilent } from './hand-back-when-silent.ts';
import { sendMessageOperation } from './send-message.ts';
import { setHandBackOperation } from './set-hand-back.ts';
import { takeOverLeadOperation } from './take-over-lead.ts';

export { asPerson, memberIdInput } from './acting-person.ts';
export { handBackLead } from './hand-back-lead.ts';
export { startNotifying } from './notify-people.ts';
export { sendMessage } from './send-message.ts';
export { takeOverLead } from './take-over-lead.ts';

export const peopleStimuli: StimulusHandlers = { [HAND_BACK_TIMER]: handBackWhenSilent };

export const peopleOperations = [
  takeOverLeadOperation,
  handBackLeadOperation,
  sendMessageOperation,
  getHandBackOperation,
  setHandBackOperation,
] as const;
