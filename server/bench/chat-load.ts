import { type Answer, Connection, type Target, toWire } from './http-client.ts';
import { Recorder, runWindow } from './recorder.ts';

/** Visitors in web chats, one on each connection, each saying his next words when the agent has answered. */
export interface ChatPlan {
  readonly target: Target;
  readonly connections: number;
  readonly seconds: number;
  readonly workspace: string;
  readonly chatsPerConnection: number;
}

interface Chat {
  readonly id: string;
  readonly token: string;
}

const WAIT_SECONDS = 20;

process.once('message', (message) => void run(asPlan(message)));

/** Only the benchmark starts this file, and a plan is all it sends. */
function asPlan(message: unknown): ChatPlan {
  return message as ChatPlan;
}

/** What one visitor says, to the shipped workflow for loans: answers, and two questions. */
function wordsOf(visitor: string): string[] {
  return [
    `${visitor} Bakery LLC`,
    '$50,000',
    'What are your rates?',
    'Working capital',
    '3 years',
    '$25,000 a month',
    'no',
    'How long does it take?',
    '12-3456789',
    'Ada Lovelace',
    `${visitor.toLowerCase()}@example.com`,
  ];
}

async function run(plan: ChatPlan): Promise<void> {
  const recorder = new Recorder();
  const opened = Array.from({ length: plan.connections }, () => Connection.open(plan.target));
  const connections = await Promise.all(opened);
  try {
    const chats = await Promise.all(connections.map((connection) => openChats(connection, plan)));
    for (const [place, connection] of connections.entries()) void talk(recorder, connection, chats[place] ?? []);
    runWindow(recorder, plan.seconds);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}

async function openChats(connection: Connection, { workspace, chatsPerConnection }: ChatPlan): Promise<Chat[]> {
  const chats: Chat[] = [];
  while (chats.length < chatsPerConnection) {
    const body = JSON.stringify({ workspace });
    const headers = { 'x-forwarded-for': newAddress() };
    const answer = await connection.ask(toWire({ method: 'POST', path: '/v1/chat/conversations', headers, body }));
    const { conversationId, token } = JSON.parse(String(answer.body));
    if (answer.status !== 201) throw new Error(`a chat could not be opened: ${answer.status} ${answer.body}`);
    chats.push({ id: conversationId, token });
  }
  return chats;
}

async function talk(recorder: Recorder, connection: Connection, chats: readonly Chat[]): Promise<void> {
  try {
    for (const chat of chats) {
      for (const text of wordsOf(`V${chat.id.slice(-12)}`)) {
        const since = performance.now();
        const { wrong, bytes } = await takeTurn(connection, chat, text);
        if (recorder.isOver) return;
        if (wrong === undefined) recorder.note(since, bytes);
        else recorder.noteWrong(wrong);
      }
    }
    recorder.noteWrong('there were fewer chats than the server had time for');
  } catch (error) {
    if (!recorder.isOver) recorder.noteWrong(String(error));
  }
}

/** A message, and the agent's reply to it as soon as it is stored. */
async function takeTurn(connection: Connection, chat: Chat, text: string): Promise<{ wrong?: string; bytes: number }> {
  const path = `/v1/chat/conversations/${chat.id}/messages`;
  const headers = { authorization: `Bearer ${chat.token}` };
  const said = await connection.ask(toWire({ method: 'POST', path, headers, body: JSON.stringify({ text }) }));
  if (said.status !== 202) return { wrong: `status ${said.status} for a message`, bytes: 0 };
  const after = seqOf(said);
  const query = `?after=${after}&wait=${WAIT_SECONDS}`;
  const read = await connection.ask(toWire({ method: 'GET', path: path + query, headers }));
  if (read.status !== 200) return { wrong: `status ${read.status} for a reply`, bytes: 0 };
  if (!read.body.includes('"author":"agent"')) return { wrong: `no reply to "${text}"`, bytes: 0 };
  return { bytes: said.bytes + read.bytes };
}

function seqOf(answer: Answer): string {
  return /"seq":(\d+)/.exec(String(answer.body))?.[1] ?? '';
}

let addresses = Math.floor(Math.random() * 2 ** 24);

/** Opening chats is limited by address. */
function newAddress(): string {
  addresses = (addresses + 1) % 2 ** 24;
  return `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`;
}
