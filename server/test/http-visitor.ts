export interface HttpVisitor {
  readonly conversationId: string;
  /** All that was said, as `author: text`. */
  readonly transcript: string[];
  /** Says something and waits until the agent has dealt with it, whether it answers or stays silent. */
  say(text: string): Promise<void>;
}

interface Said {
  readonly seq: number;
  readonly author: string;
  readonly text: string;
}

/** A visitor of a web chat who knows nothing but its HTTP API. */
export async function visit(url: string, input: { workspace: string; workflow: string }): Promise<HttpVisitor> {
  const started = await post<{ conversationId: string; token: string; messages: Said[] }>(
    `${url}/v1/chat/conversations`,
    input,
    201,
  );
  const { conversationId, token } = started;
  const transcript = started.messages.map(line);
  const address = `${url}/v1/chat/conversations/${conversationId}/messages`;
  const headers = { authorization: `Bearer ${token}` };
  return {
    conversationId,
    transcript,
    say: async (text) => {
      const { message } = await post<{ message: Said }>(address, { text }, 202, headers);
      transcript.push(line(message));
      const response = await fetch(`${address}?after=${message.seq}&wait=1`, { headers });
      const { data } = (await response.json()) as { data: Said[] };
      transcript.push(...data.map(line));
    },
  };
}

/** The guarantee of its type is the API's own, which its own tests hold. */
async function post<T>(
  address: string,
  body: object,
  status: number,
  headers: Record<string, string> = {},
): Promise<T> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
  const response = await fetch(address, init);
  if (response.status !== status) throw new Error(`${response.status} ${await response.text()}`);
  return response.json() as Promise<T>;
}

function line({ author, text }: Said): string {
  return `${author}: ${text}`;
}
