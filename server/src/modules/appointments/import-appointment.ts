import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict, invalidInput } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { timeInput } from '../../kernel/times.ts';
import { bookingContext, leadFields, lockLead, moveToFlag, setStage, touchLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { type Appointment, appointmentSchema } from './appointment.ts';
import { hashUid, summaryOf } from './book-appointment.ts';
import { keepConfirmation } from './confirm-appointment.ts';
import { readAppointment } from './get-appointment.ts';
import { setReminders } from './reminders.ts';
import { newUid } from './write-appointment.ts';

const text = (max: number) => z.string().trim().min(1).max(max);
const time = timeInput;

export const importAppointmentSchema = z
  .strictObject({
    leadId: z.uuid(),
    title: text(200),
    startAt: time,
    endAt: time,
    timeZone: leadFields.timeZone.optional().describe("The workspace's where it is missing."),
    hostName: text(120).optional().describe('With whom.'),
    locationType: z.enum(['in_person', 'phone', 'video']).optional(),
    locationDetails: text(500).optional(),
    meetingUrl: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
    notes: text(2000).optional(),
    isConfirmed: z.boolean().optional().describe('Whether the lead has said that it will come.'),
    externalCalendarProvider: text(60).optional().describe('The calendar that has it, such as google.'),
    externalEventId: text(255).optional().describe('Its id there: the same entry twice is one appointment.'),
  })
  .refine(({ startAt, endAt }) => Date.parse(endAt) > Date.parse(startAt), {
    path: ['endAt'],
    message: 'It must be after the start.',
  })
  .refine((input) => (input.externalCalendarProvider === undefined) === (input.externalEventId === undefined), {
    path: ['externalEventId'],
    message: 'Give the calendar and the id in it together.',
  });
export type OutsideAppointment = z.infer<typeof importAppointmentSchema>;

/**
 * Keeps an appointment that was made elsewhere, whatever the workflow's own calendar says; one that is to come books
 * the lead. The same entry of the same calendar again is the appointment that there is. Raises `not_found`, `conflict`
 * event_used where another lead has it.
 */
export async function importAppointment(ctx: Ctx, input: OutsideAppointment): Promise<Appointment> {
  requireScope(ctx, 'appointments:write');
  const { leadId } = check(input);
  return transaction(ctx, async (tctx) => {
    await lockLead(tctx, leadId);
    const { workflow, runId, conversationId } = await bookingContext(tctx, leadId, undefined);
    const id = await insert(tctx, input, { runId, conversationId });
    if (id === undefined) return readEarlier(tctx, input);
    const appointment = await readAppointment(tctx, id);
    await tctx.tx`
      insert into token_directory (token_hash, kind, workspace_id, subject_id, created_at)
      values (${hashUid(appointment.uid)}, 'appointment', ${ctx.workspace.id}, ${id}, ${tctx.at})`;
    await setReminders(tctx, appointment, workflow?.definition.booking?.reminders ?? []);
    await touchLead(tctx, leadId);
    if (Date.parse(appointment.endAt) > tctx.at.getTime()) {
      const reason = 'appointment made elsewhere';
      await setStage(tctx, { leadId, stage: 'booked', unless: ['converted'], reason });
      await moveToFlag(tctx, { leadId, runId, flag: 'booking_target', reason });
    }
    tell(tctx, appointment);
    return input.isConfirmed ? keepConfirmation(tctx, id) : appointment;
  });
}

/** Other faces bring it in other words: what they say is held to the same rules. */
function check(input: OutsideAppointment): OutsideAppointment {
  const { error } = importAppointmentSchema.safeParse(input);
  if (!error) return input;
  const issues = error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
  throw invalidInput('The appointment is not valid.', issues);
}

/** The id of the new row, or undefined where the entry of that calendar has one. */
async function insert(
  ctx: TxCtx,
  input: OutsideAppointment,
  { runId, conversationId }: { readonly runId: string | null; readonly conversationId: string | null },
): Promise<string | undefined> {
  const { tx, workspace } = ctx;
  const id = ctx.newId(ctx.at);
  const createdAt = timeOfId(id);
  const row = {
    workspaceId: workspace.id,
    id,
    uid: newUid(),
    leadId: input.leadId,
    conversationId,
    runId,
    resourceName: input.hostName ?? null,
    title: input.title,
    startAt: input.startAt,
    endAt: input.endAt,
    blockedUntil: input.endAt,
    timeZone: input.timeZone ?? workspace.timeZone,
    status: 'confirmed',
    locationType: input.locationType ?? null,
    locationDetails: input.locationDetails ?? null,
    meetingUrl: input.meetingUrl ?? null,
    notes: input.notes ?? null,
    externalCalendarProvider: input.externalCalendarProvider ?? null,
    externalEventId: input.externalEventId ?? null,
    createdAt,
    updatedAt: createdAt,
  };
  const inserted = await tx`
    insert into appointments ${tx(row)}
    on conflict (workspace_id, external_calendar_provider, external_event_id) where external_event_id is not null
    do nothing returning id`;
  return inserted.length > 0 ? id : undefined;
}

async function readEarlier(ctx: TxCtx, input: OutsideAppointment): Promise<Appointment> {
  const [row] = await ctx.tx<{ id: string; leadId: string }[]>`
    select id, lead_id from appointments
    where workspace_id = ${ctx.workspace.id} and external_calendar_provider = ${input.externalCalendarProvider ?? null}
      and external_event_id = ${input.externalEventId ?? null}`;
  if (row?.leadId === input.leadId) return readAppointment(ctx, row.id);
  throw conflict('event_used', 'Another lead has the appointment of this calendar entry.');
}

function tell(ctx: TxCtx, appointment: Appointment): void {
  const { id: appointmentId, leadId, conversationId, startAt } = appointment;
  recordEvent(ctx, { type: 'appointment.booked', leadId, conversationId, data: { appointmentId, startAt } });
  const summary = summaryOf('Booked elsewhere', appointment);
  recordAction(ctx, { leadId, conversationId, appointmentId, type: 'appointment', summary });
  recordAudit(ctx, { verb: 'importAppointment', objectType: 'appointment', objectId: appointmentId });
}

export const importAppointmentOperation = defineOperation({
  operationId: 'importAppointment',
  method: 'POST',
  path: '/v1/appointments/import',
  tag: 'Appointments',
  summary: 'Keep an appointment that was made elsewhere',
  description:
    'It takes no slot of a workflow. The same entry (`externalEventId`) of the same calendar again answers with the appointment that there is; where another lead has it, with a 409 `event_used`.',
  auth: 'key',
  scope: 'appointments:write',
  body: importAppointmentSchema,
  success: { status: 201, description: 'The appointment.', schema: appointmentSchema },
  errors: ['not_found', 'conflict'],
  idempotent: true,
  location: (appointment) => `/v1/appointments/${appointment.id}`,
  handle: (ctx: Ctx, { body }) => importAppointment(ctx, body),
});
