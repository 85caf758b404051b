import type { TxCtx } from '../../db/database.ts';
import { missedWords } from '../../engagement/appointments/words.ts';
import type { ClaimedStimulus } from '../../jobs/claim-stimulus.ts';
import { setTimer } from '../../jobs/timers.ts';
import { bookingRuleOf, findAppointment, hasOther } from '../appointments/index.ts';
import { MISSED_TIMER } from '../conversations/index.ts';
import { renewCadence } from '../leads/index.ts';
import { recordAction } from '../timeline/index.ts';
import { asSpoken } from './as-spoken.ts';
import { sayPromised } from './say-promised.ts';
import { threadOfAppointment } from './thread-of-appointment.ts';

/** Some time after a lead did not come: another time is offered, unless it came after all or has booked one already. */
export async function writeAfterNoShow(
  ctx: TxCtx,
  { leadId, payload }: ClaimedStimulus,
  publicUrl: string,
): Promise<void> {
  const appointment = await findAppointment(ctx, String(payload.appointmentId));
  // That it took place after all has its own line.
  if (appointment?.status !== 'no_show') return;
  const conversationId = (await threadOfAppointment(ctx, appointment, leadId)) ?? null;
  const drop = (why: string) => {
    const summary = `Did not offer another time: ${why}`;
    recordAction(ctx, { leadId, conversationId, appointmentId: appointment.id, type: 'system_note', summary });
  };
  if (await hasOther(ctx, leadId)) return drop('the lead has another appointment');
  if (conversationId === null) return drop('there is no conversation with the lead');
  const own = (await bookingRuleOf(ctx, { ...appointment, leadId }))?.noShow;
  const { country } = ctx.workspace;
  const words = missedWords(asSpoken(appointment, publicUrl), own, { now: ctx.at, country });
  const reason = 'the lead did not come';
  const said = await sayPromised(ctx, {
    leadId,
    conversationId,
    purpose: 'follow_up',
    ...words,
    reason,
    isAgents: true,
  });
  if (said.outcome === 'waits') {
    setTimer(ctx, { leadId, kind: MISSED_TIMER, payload, dueAt: said.until });
    await renewCadence(ctx, leadId, { afterWordsAt: said.until });
  }
  if (said.outcome === 'refused') drop(said.rule);
}
