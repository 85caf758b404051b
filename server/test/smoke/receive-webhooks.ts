// A receiver of webhooks that a test kills and starts again: what it has taken stands in a file before it answers.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, file = ''] = process.argv.slice(2);

createServer(async (request, response) => {
  let text = '';
  for await (const piece of request) text += piece;
  appendFileSync(file, `${JSON.parse(text).data.id}\n`);
  response.end();
}).listen(Number(port), '127.0.0.1');
