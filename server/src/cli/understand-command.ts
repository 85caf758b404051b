import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { newTrack, type Track, trackAgent, trackLead } from '../engagement/understanding/track.ts';
import { FoyerError } from '../kernel/errors.ts';
import { errorCode, reasonOf } from '../kernel/startup-error.ts';
import { type Command, UsageError } from './command.ts';
import { readTranscript, type Transcript } from './read-transcript.ts';
import { readWorkflow } from './read-workflow.ts';

export const understandCommand: Command = {
  name: 'understand',
  summary: 'Say what is understood of recorded conversations; needs no database.',
  details: 'One conversation a line, as docs/understanding.md describes. The rules of a live turn read them.',
  options: {
    workflow: { value: 'FILE', summary: 'The workflow file whose fields are to be understood.', isRequired: true },
    in: { value: 'TRANSCRIPTS', summary: 'The conversations, a JSON document a line.', isRequired: true },
    out: { value: 'PREDICTIONS', summary: 'Where to write what was understood, a line for each.', isRequired: true },
    language: { value: 'CODE', summary: 'The language spoken where the words do not show it (that of the workflow).' },
    country: { value: 'CODE', summary: 'ISO 3166 country of numbers, dates and money (US).' },
    'time-zone': { value: 'ZONE', summary: 'IANA time zone in which days and times are meant (UTC).' },
    now: { value: 'TIME', summary: 'When the conversations begin that do not say it themselves (the present).' },
  },
  async run(input, cli) {
    const { definition } = await readWorkflow(input.needed('workflow'));
    const language = input.text('language') ?? definition.agent.language;
    const said = { country: input.text('country') ?? 'US', timeZone: input.text('time-zone') ?? 'UTC', language };
    const startedAt = readTime(input.text('now'));
    let [conversations, turns] = [0, 0];
    const predict = async function* (lines: AsyncIterable<string>) {
      let number = 0;
      for await (const line of lines) {
        number++;
        if (line.trim() === '') continue;
        const transcript = readTranscript(line, `${input.needed('in')}, line ${number}`);
        conversations++;
        turns += transcript.turns.length;
        yield `${JSON.stringify(predictionOf(transcript, definition.fields, { ...said, now: transcript.startedAt ?? startedAt }))}\n`;
      }
    };
    await copyThrough(input.needed('in'), predict, input.needed('out'));
    cli.print(`Understood ${conversations} conversations of ${turns} turns.`);
  },
};

function readTime(text: string | undefined): Date {
  const time = text === undefined ? new Date() : new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  throw new UsageError('--now must be a time such as 2026-05-14T09:00:00Z.');
}

type Setting = Parameters<typeof trackLead>[2];

function predictionOf({ id, turns }: Transcript, fields: Setting['fields'], context: Setting['context']) {
  let track: Track = newTrack;
  const after: Track[] = [];
  for (const { speaker, text } of turns) {
    const isLead = speaker === 'lead';
    track = isLead ? trackLead(track, text, { fields, context }) : trackAgent(track, text, { fields, context });
    if (isLead) after.push(track);
  }
  return {
    id,
    states: after.map(({ known }) => Object.fromEntries([...known].map(([key, one]) => [key, one.valueText]))),
    values: after.map(({ known }) => Object.fromEntries(known)),
  };
}

async function copyThrough(
  from: string,
  change: (lines: AsyncIterable<string>) => AsyncIterable<string>,
  to: string,
): Promise<void> {
  try {
    const source = createReadStream(from, 'utf8');
    const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY });
    source.on('error', (error) => lines.emit('error', error));
    await pipeline(lines, change, createWriteStream(to));
  } catch (error) {
    if (error instanceof FoyerError) throw error;
    if (errorCode(error) === 'ENOENT') throw new FoyerError('not_found', `There is no file ${from}.`);
    throw new FoyerError('invalid_input', `Reading ${from} into ${to} failed: ${reasonOf(error)}.`);
  }
}
