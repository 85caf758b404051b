import type { Sql } from '../db/database.ts';
import type { Signals } from '../db/signals.ts';

/** Passes what other processes changed on to this one's signals; the driver reconnects and listens anew by itself. */
export async function listenForChanges(sql: Sql, signals: Signals): Promise<{ stop(): Promise<void> }> {
  const listening = await sql.listen(
    'foyer_changes',
    (subjects) => {
      if (subjects === '*') signals.sendAll();
      else for (const subject of subjects.split(',')) signals.send(subject);
    },
    // After a lost connection notifications may have been missed: everyone looks.
    () => signals.sendAll(),
  );
  return { stop: () => listening.unlisten() };
}
