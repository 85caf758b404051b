import type { SpokenAppointment } from '../../engagement/appointments/words.ts';
import { type Appointment, calendarPath } from '../appointments/index.ts';

/** An appointment with what is said of it: where it takes place, and where its calendar file is. */
export function asSpoken(appointment: Appointment, publicUrl: string): SpokenAppointment {
  const { meetingUrl, locationDetails, uid } = appointment;
  return { ...appointment, place: meetingUrl ?? locationDetails, calendarUrl: `${publicUrl}${calendarPath(uid)}` };
}
