import { basename } from 'node:path';
import { assumedChannels, DEFAULT_QUIET_HOURS } from '../engagement/simulation/channels.ts';
import { FoyerError } from '../kernel/errors.ts';
import { compareWords, parseTranscript, runSimulation } from '../modules/simulations/index.ts';
import { type Command, jsonOption } from './command.ts';
import { formatTrace } from './format-trace.ts';
import { readTextFile, readWorkflow } from './read-workflow.ts';
import { withKnowledge } from './with-knowledge.ts';

export const simulate: Command = {
  name: 'simulate',
  summary: 'Show what the agent of a workflow file would say and do; needs no database but for knowledge.',
  details:
    'The transcript has a line `lead: words` for each message; docs/simulator.md describes the rest. Lines `agent: words` are compared with what the agent says.',
  options: {
    workflow: { value: 'FILE', summary: 'A workflow file (YAML).', isRequired: true },
    transcript: { value: 'FILE', summary: 'What the lead says.', isRequired: true },
    workspace: { value: 'SLUG', summary: 'Whose knowledge is asked; this takes the database.' },
    knowledge: { value: 'FOLDER', summary: 'Files that are asked in place of what the workspace knows.' },
    strict: { summary: 'Exit with 1 where the agent does not say what the transcript expects.' },
    json: jsonOption,
  },
  async run(input, cli) {
    const { definition, warnings } = await readWorkflow(input.needed('workflow'));
    for (const warning of warnings) cli.note(`warning: ${warning.message}`);
    const path = input.needed('transcript');
    const transcript = parseTranscript({ text: await readTextFile(path), fileName: basename(path), now: new Date() });
    const { workspace, timeZone, country, autonomy, expected, ...rest } = transcript;
    const conversation = {
      ...rest,
      channels: assumedChannels(definition),
      quietHours: DEFAULT_QUIET_HOURS,
      workspace: { name: workspace ?? definition.name, timeZone, country, locale: 'en' },
      agent: { autonomy },
    };
    const trace = await withKnowledge(input, cli, (lookUp) => runSimulation(definition, conversation, { lookUp }));
    const differences = compareWords(trace, expected);
    cli.print(input.flag('json') ? JSON.stringify({ ...trace, differences }) : formatTrace(trace, differences));
    if (!input.flag('strict') || differences.length === 0) return;
    const count = differences.length === 1 ? '1 line' : `${differences.length} lines`;
    throw new FoyerError('unprocessable', `The agent does not say what the transcript expects in ${count}.`);
  },
};
