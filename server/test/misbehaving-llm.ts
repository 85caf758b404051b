import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a model is asked, as it came. */
export interface AskedLlm {
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly tools: readonly { readonly function: { readonly name: string; readonly parameters: unknown } }[];
  };
}

/** How the next question is answered. */
export type Behaviour =
  /** Calls the tool it was given, or another, with this input; `raw` is sent as it is. */
  | { readonly kind: 'calls'; readonly input?: unknown; readonly raw?: string; readonly tool?: string }
  | { readonly kind: 'says'; readonly text: string }
  | {
      readonly kind: 'answers';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Never answers; cuts the answer in its middle; sends without end. */
  | { readonly kind: 'hangs' }
  | { readonly kind: 'cuts' }
  | { readonly kind: 'floods' };

export interface MisbehavingLlm {
  /** Base address, as a workspace is given it. */
  readonly url: string;
  readonly asked: AskedLlm[];
  /** Says nothing but "Hello." unless set. */
  respond: (asked: AskedLlm) => Behaviour | Promise<Behaviour>;
  close(): Promise<void>;
}

/** A small server by OpenAI's API on 127.0.0.1: the product under test has to be allowed to ask it. */
export async function startLlm(): Promise<MisbehavingLlm> {
  const server: Server = createServer(async (request, response) => {
    let text = '';
    for await (const piece of request) text += piece;
    const asked: AskedLlm = { headers: request.headers, body: JSON.parse(text) };
    llm.asked.push(asked);
    answer(response, asked, await llm.respond(asked));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const llm: MisbehavingLlm = {
    url: `http://127.0.0.1:${port}/v1`,
    asked: [],
    respond: () => ({ kind: 'calls', input: { message: 'Hello.' } }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return llm;
}

/** What every answer of a model is said to have taken. */
export const TOKENS = { input: 1_200, output: 80 };

function answer(response: ServerResponse, { body }: AskedLlm, behaviour: Behaviour): void {
  if (behaviour.kind === 'hangs') return;
  if (behaviour.kind === 'answers') {
    response.writeHead(behaviour.status, { 'content-type': 'application/json', ...behaviour.headers });
    response.end(behaviour.body);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  if (behaviour.kind === 'floods') {
    flood(response);
    return;
  }
  const whole = JSON.stringify(completion(body.tools[0]?.function.name ?? '', behaviour));
  if (behaviour.kind === 'cuts') response.write(whole.slice(0, whole.length / 2), () => response.destroy());
  else response.end(whole);
}

function flood(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
  };
  response.on('drain', more);
  more();
}

function completion(toolName: string, behaviour: Behaviour): object {
  const said = behaviour.kind === 'says' ? behaviour.text : null;
  const { tool = toolName, raw, input } = behaviour.kind === 'calls' ? behaviour : { input: { message: 'Hello.' } };
  const call = {
    id: 'call-1',
    type: 'function',
    function: { name: tool, arguments: raw ?? JSON.stringify(input ?? {}) },
  };
  return {
    id: 'completion-1',
    object: 'chat.completion',
    created: 1,
    model: 'test',
    choices: [
      {
        index: 0,
        finish_reason: said === null ? 'tool_calls' : 'stop',
        message: { role: 'assistant', content: said, ...(said === null && { tool_calls: [call] }) },
      },
    ],
    usage: {
      prompt_tokens: TOKENS.input,
      completion_tokens: TOKENS.output,
      total_tokens: TOKENS.input + TOKENS.output,
    },
  };
}
