import { readFile } from 'node:fs/promises';
import { FoyerError } from '../kernel/errors.ts';
import { deleteLlm, getLlm, type LlmView, setLlm, testLlm } from '../modules/llms/index.ts';
import { type Command, type CommandGroup, type Input, jsonOption, UsageError, workspaceOption } from './command.ts';
import { findCtx } from './find-ctx.ts';
import { printable } from './table.ts';

const set: Command = {
  name: 'set',
  summary: "Connect a workspace's language model, or change it.",
  details: 'What is left out stays as it is. One inside your network needs OUTBOUND_ALLOW: docs/language-models.md.',
  options: {
    workspace: workspaceOption,
    'base-url': { value: 'URL', summary: 'What stands before /chat/completions, such as https://api.openai.com/v1.' },
    model: { value: 'NAME', summary: "The model's name, as the endpoint knows it." },
    'key-file': { value: 'FILE', summary: 'A file with the key of the endpoint, and nothing else.' },
    'tokens-per-day': { value: 'N', summary: 'The budget of a day (1000000).' },
    timeout: { value: 'SECONDS', summary: 'How long a call may take (12).' },
    'input-price': { value: 'PRICE', summary: 'What a million tokens cost that are sent (0).' },
    'output-price': { value: 'PRICE', summary: 'What a million tokens cost that are written (0).' },
    off: { summary: 'Keep it and do not use it.' },
    on: { summary: 'Use it.' },
    json: jsonOption,
  },
  async run(input, cli) {
    if (input.flag('on') && input.flag('off')) throw new UsageError('--on and --off exclude each other.');
    const ctx = await findCtx(input, cli);
    const { hasApiKey, today, createdAt, updatedAt, ...before } = (await findLlm(ctx)) ?? empty;
    const apiKey = await readKey(input.text('key-file'));
    const setting = {
      ...before,
      baseUrl: input.text('base-url') ?? before.baseUrl ?? missing('base-url'),
      model: input.text('model') ?? before.model ?? missing('model'),
      ...(apiKey !== undefined && { apiKey }),
      ...numbersOf(input),
      ...((input.flag('on') || input.flag('off')) && { isEnabled: input.flag('on') }),
    };
    show(await setLlm(ctx, setting), input, cli.print);
  },
};

const show = (llm: LlmView, input: Input, print: (line: string) => void) => {
  if (input.flag('json')) return print(JSON.stringify(llm));
  const { today } = llm;
  print(`${printable(llm.model)} at ${printable(llm.baseUrl)}, ${llm.isEnabled ? 'in use' : 'not in use'}`);
  print(`Key: ${llm.hasApiKey ? 'kept' : 'none'}. A call takes ${llm.timeoutMs / 1_000} s at most.`);
  const cost = `${today.cost.toFixed(4)} ${llm.currency}`;
  print(`Today: ${today.calls} calls, ${today.tokens} of ${llm.tokensPerDay} tokens, ${cost}.`);
};

const get: Command = {
  name: 'show',
  summary: 'Show it and what it used today; its key is not shown.',
  options: { workspace: workspaceOption, json: jsonOption },
  async run(input, cli) {
    show(await getLlm(await findCtx(input, cli)), input, cli.print);
  },
};

const test: Command = {
  name: 'test',
  summary: 'Ask it one small thing and say what came of it.',
  options: { workspace: workspaceOption, json: jsonOption },
  async run(input, cli) {
    const tested = await testLlm(await findCtx(input, cli));
    if (input.flag('json')) return cli.print(JSON.stringify(tested));
    const { isUsable, reason, detail, durationMs } = tested;
    if (isUsable) return cli.print(`It can be used: it answered by its tool after ${durationMs} ms.`);
    cli.print(`It cannot be used: ${reason}.`);
    if (detail) cli.print(`The endpoint says: ${printable(detail)}`);
  },
};

const remove: Command = {
  name: 'delete',
  summary: 'Disconnect it and forget its key.',
  options: { workspace: workspaceOption, json: jsonOption },
  async run(input, cli) {
    await deleteLlm(await findCtx(input, cli));
    if (input.flag('json')) cli.print(JSON.stringify({ isDeleted: true }));
    else cli.print('The language model is disconnected: the rules answer alone.');
  },
};

export const llmCommands: CommandGroup = {
  name: 'llm',
  summary: 'The language model of a workspace.',
  commands: [set, get, test, remove],
};

function missing(option: string): never {
  throw new UsageError(`--${option} is needed the first time.`);
}

const empty: Partial<LlmView> = {};

async function findLlm(ctx: Parameters<typeof getLlm>[0]): Promise<LlmView | undefined> {
  try {
    return await getLlm(ctx);
  } catch (error) {
    if (error instanceof FoyerError && error.code === 'not_found') return undefined;
    throw error;
  }
}

/** From a file: what stands on a command line is in the shell's history and in the list of processes. */
async function readKey(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} cannot be read.`);
  });
  return text.trim();
}

const PRICE_WORDS = 'a price from 0 to 10000';
const isPrice = (number: number) => number >= 0 && number <= 10_000;
const numbers = {
  'tokens-per-day': {
    isFit: (number: number) => Number.isInteger(number) && number >= 0 && number <= 1_000_000_000_000,
    words: 'a whole number from 0 on',
    toSetting: (number: number) => ({ tokensPerDay: number }),
  },
  timeout: {
    isFit: (number: number) => number >= 1 && number <= 60,
    words: 'a number of seconds from 1 to 60',
    toSetting: (number: number) => ({ timeoutMs: Math.round(number * 1_000) }),
  },
  'input-price': {
    isFit: isPrice,
    words: PRICE_WORDS,
    toSetting: (number: number) => ({ inputPrice: number }),
  },
  'output-price': {
    isFit: isPrice,
    words: PRICE_WORDS,
    toSetting: (number: number) => ({ outputPrice: number }),
  },
} as const;

function numbersOf(input: Input): Partial<Pick<LlmView, 'tokensPerDay' | 'timeoutMs' | 'inputPrice' | 'outputPrice'>> {
  const settings = Object.entries(numbers).map(([option, { isFit, words, toSetting }]) => {
    const text = input.text(option);
    if (text === undefined) return {};
    const number = Number(text);
    if (text.trim() === '' || !isFit(number)) throw new UsageError(`--${option} must be ${words}.`);
    return toSetting(number);
  });
  return Object.assign({}, ...settings);
}
