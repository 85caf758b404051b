// A receiver of webhooks that a test kills and starts again: what it has taken stands in a file before it answers, a
// line each: the path, the event, its number, its lead.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, file = ''] = process.argv.slice(2);

createServer(async (request, response) => {
  let text = '';
  for await (const piece of request) text += piece;
  const { id, seq, leadId } = JSON.parse(text).data;
  appendFileSync(file, `${request.url} ${id} ${seq} ${leadId}\n`);
  response.end();
}).listen(Number(port), '127.0.0.1');
