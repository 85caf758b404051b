import packageJson from '../../package.json' with { type: 'json' };
import { errorCode } from '../kernel/startup-error.ts';
import { openSystem } from './open-system.ts';
import { run } from './run.ts';

const opened: ReturnType<typeof openSystem>[] = [];
const note = (line: string) => void process.stderr.write(`${line}\n`);

// A reader such as `head` may have had enough.
process.stdout.on('error', (error) => {
  if (errorCode(error) !== 'EPIPE') throw error;
});
for (const [signal, code] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const]) {
  process.once(signal, () => void closeAll().finally(() => process.exit(code)));
}

process.exitCode = await run(process.argv.slice(2), packageJson.version, {
  print: (line) => void process.stdout.write(`${line}\n`),
  note,
  open: () => {
    const system = openSystem(note);
    opened.push(system);
    return system;
  },
});
await closeAll();

async function closeAll(): Promise<void> {
  for (const result of await Promise.allSettled(opened.splice(0))) {
    if (result.status === 'fulfilled') await result.value.close();
  }
}
