import { bookAppointmentOperation } from './book-appointment.ts';
import { cancelAppointmentOperation } from './cancel-appointment.ts';
import { getAppointmentOperation } from './get-appointment.ts';
import { getAppointmentCalendarOperation } from './get-appointment-calendar.ts';
import { listAppointmentsOperation } from './list-appointments.ts';
import { listSlotsOperation } from './list-slots.ts';
import { moveAppointmentOperation } from './move-appointment.ts';

export { type Appointment, calendarPath } from './appointment.ts';
export { bookAppointment, placeBooking } from './book-appointment.ts';
export { slotSearch } from './calendar-of-workflow.ts';
export { cancelAppointment, placeCancellation } from './cancel-appointment.ts';
export { getAppointment } from './get-appointment.ts';
export { listAppointments } from './list-appointments.ts';
export { moveAppointment, placeMove } from './move-appointment.ts';

export const appointmentOperations = [
  bookAppointmentOperation,
  listAppointmentsOperation,
  getAppointmentOperation,
  moveAppointmentOperation,
  cancelAppointmentOperation,
  listSlotsOperation,
  getAppointmentCalendarOperation,
] as const;
