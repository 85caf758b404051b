import { bookAppointmentOperation } from './book-appointment.ts';
import { cancelAppointmentOperation } from './cancel-appointment.ts';
import { confirmAppointmentOperation } from './confirm-appointment.ts';
import { getAppointmentOperation } from './get-appointment.ts';
import { getAppointmentCalendarOperation } from './get-appointment-calendar.ts';
import { importAppointmentOperation } from './import-appointment.ts';
import { listAppointmentsOperation } from './list-appointments.ts';
import { listSlotsOperation } from './list-slots.ts';
import { moveAppointmentOperation } from './move-appointment.ts';
import { setAppointmentOutcomeOperation } from './set-appointment-outcome.ts';

export { type Appointment, calendarPath } from './appointment.ts';
export { bookAppointment, placeBooking } from './book-appointment.ts';
export { slotSearch } from './calendar-of-workflow.ts';
export { cancelAppointment, hasOther, placeCancellation } from './cancel-appointment.ts';
export { findAppointment, getAppointment } from './get-appointment.ts';
export { importAppointment, type OutsideAppointment } from './import-appointment.ts';
export { listAppointments } from './list-appointments.ts';
export { moveAppointment, placeMove } from './move-appointment.ts';
export { bookingRuleOf, REMINDER_TIMER } from './reminders.ts';

export const appointmentOperations = [
  bookAppointmentOperation,
  importAppointmentOperation,
  listAppointmentsOperation,
  getAppointmentOperation,
  moveAppointmentOperation,
  confirmAppointmentOperation,
  cancelAppointmentOperation,
  setAppointmentOutcomeOperation,
  listSlotsOperation,
  getAppointmentCalendarOperation,
] as const;
