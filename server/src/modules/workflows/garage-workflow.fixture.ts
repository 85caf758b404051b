import { FoyerError } from '../../kernel/errors.ts';
import { parseWorkflowFile } from './parse-workflow-file.ts';

/** What a broken file is refused with, without the file's name; empty for a file that is not refused. */
export function refusalsOf(text: string): string[] {
  try {
    parseWorkflowFile(text, { fileName: 'garage.yaml' });
    return [];
  } catch (error) {
    if (!(error instanceof FoyerError) || error.code !== 'invalid_input') throw error;
    return error.issues.map(({ message }) => message.replace(/^garage\.yaml:/, ''));
  }
}

/** The garage's workflow with one place changed; throws where that place is not there exactly once. */
export function garageWith(from: string, to: string): string {
  if (garageWorkflow.split(from).length !== 2) throw new Error(`not there once: ${from}`);
  return garageWorkflow.replace(from, () => to);
}

/** A small sound workflow that uses most keys; tests break it in one place at a time. */
export const garageWorkflow = `key: garage
name: Garage
goal: appointment
agent:
  name: Kim
  role: the assistant at the garage
fields:
  - key: job
    label: Job
    type: select
    ask: What is it about?
    options:
      - value: Tires
        synonyms: [wheels]
      - value: Brakes
  - key: mileage
    label: Mileage
    type: integer
    ask: How many miles has it done?
    required: false
    when: { field: job, operator: "=", value: Brakes }
  - key: plate
    label: License plate
    type: text
    ask: What is the license plate?
    validation:
      pattern: '[A-Z0-9 ]{2,8}'
  - key: day
    label: Day
    type: date
    ask: Which day?
statuses:
  - key: new
    label: New
    category: active
    flags: [initial]
    timeout: { after: 2, unit: days, to: lost }
  - key: booked
    label: Booked
    category: won
    flags: [booking_target]
    gate:
      requires: [job, plate]
  - key: lost
    label: Lost
    category: lost
disqualify:
  - key: too_far
    when: { field: mileage, operator: ">", value: 300000 }
    reason: Over 300,000 miles.
    say: Sorry, we do not repair cars with so many miles.
booking:
  title: Garage appointment
  durationMinutes: 60
  durations:
    field: job
    minutes:
      Tires: 30
  timeZone: America/Chicago
  hours:
    monday:
      - { from: "08:00", to: "12:00" }
      - { from: "13:00", to: "17:00" }
  closures:
    - 2030-12-25
  resources:
    - key: lift
      name: Lift
  dateField: day
answers:
  - key: price
    questions: [What does it cost?]
    answer: It depends.
`;
