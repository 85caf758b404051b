import type { TxCtx } from '../../db/database.ts';
import { chooseOffers } from '../../engagement/calendar/index.ts';
import { type Offer, offerOf } from '../../engagement/dialogue/offer.ts';
import type { BookingRule } from '../../engagement/workflow/definition.ts';
import { type Appointment, slotSearch } from '../appointments/index.ts';
import { valuesOfLead } from '../leads/index.ts';

interface Missed {
  readonly appointment: Appointment;
  readonly booking: BookingRule;
  readonly leadId: string;
  /** Where the times are offered. */
  readonly conversationId: string;
}

/**
 * A few free times in place of an appointment, as a booking turn offers them: with whom it was to be, else with anybody.
 * Undefined where nothing is free, where the conversation is of another workflow, in which an answer could not book
 * them, and where a template may be sent in place of the words: it has no room for them.
 */
export async function offerAnother(ctx: TxCtx, missed: Missed): Promise<Offer | undefined> {
  const { appointment, booking, leadId, conversationId } = missed;
  const { workflowId, resourceKey } = appointment;
  if (workflowId === null || booking.noShow.template !== undefined) return undefined;
  const { tx, workspace } = ctx;
  const [booksHere] = await tx`
    select from conversations c join runs r on r.workspace_id = c.workspace_id and r.id = c.run_id
    where c.workspace_id = ${workspace.id} and c.id = ${conversationId} and r.workflow_id = ${workflowId} and r.is_active`;
  if (!booksHere) return undefined;
  const search = await slotSearch(ctx, { workflowId, booking, values: await valuesOfLead(ctx, leadId) });
  const own = resourceKey === null ? undefined : chooseOffers({ ...search, resourceKey });
  const offers = own && own.slots.length > 0 ? own : chooseOffers(search);
  return offerOf(offers, { now: ctx.at, timeZone: search.timeZone, country: workspace.country });
}
