/** The next attempt of a run to reach its lead, or to take it up again; its payload has the `runId`. */
export const ATTEMPT_TIMER = 'attempt_due';

/** Some time after a lead did not come, another time is offered; its payload has the `appointmentId`. */
export const MISSED_TIMER = 'appointment_missed';

/** An answer had to wait for its time; its payload is its stimulus', with the kind of that as `cause`. */
export const ANSWER_TIMER = 'answer_due';

/**
 * Timers after which the agent would speak to a lead unasked: they go when a person takes it, and when it writes. Whoever
 * sets one lists its kind here.
 */
export const agentTimers: readonly string[] = [ATTEMPT_TIMER, 'follow_up_due', MISSED_TIMER];
