import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

it('starts the product without the library for language models', async () => {
  const script = `
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ load: (url, context, next) => { seen.push(url); return next(url, context); } });
    await import('${root}context.ts');
    await import('${root}app.ts');
    await import('${root}worker.ts');
    console.log(JSON.stringify(seen.filter((url) => /node_modules\\/(ai|@ai-sdk)\\//.test(url)).concat(seen.length > 100 ? [] : ['nothing was seen'])));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
  expect(JSON.parse(stdout)).toEqual([]);
});
