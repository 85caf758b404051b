import { expect, it } from 'vitest';
import { createEndpointRoom, MAX_AT_ONCE, MOST_EACH } from './endpoint-room.ts';

const MAX_ENDPOINTS = 200;

it('a workspace whose endpoints all hang after they were steady leaves half of the room to the others', () => {
  const room = createEndpointRoom();
  const endpoints = Array.from({ length: MAX_ENDPOINTS }, (_, place) => ({
    endpointId: `endpoint ${place}`,
    workspaceId: 'crowded',
  }));
  for (const endpoint of endpoints) {
    for (let times = 0; times < 30; times += 1) {
      room.begin(endpoint);
      room.end(endpoint, true);
    }
  }
  let underWay = 0;
  // As the database takes them: of each endpoint what it has room for, 400 at a time.
  for (let takes = 0; takes < 50; takes += 1) {
    const counts = room.counts();
    let taken = 0;
    for (const endpoint of endpoints) {
      for (let left = MOST_EACH - (counts.get(endpoint.endpointId) ?? 0); left > 0 && taken < 400; left -= 1) {
        room.begin(endpoint);
        taken += 1;
      }
    }
    underWay += taken;
  }
  expect(underWay).toBeGreaterThan(MAX_ENDPOINTS * MOST_EACH - 1);
  expect(underWay).toBeLessThanOrEqual(MAX_AT_ONCE / 2);
});

it('an endpoint that takes what it is sent has more room than one that does not', () => {
  const room = createEndpointRoom();
  const [steady, failing] = ['steady', 'failing'].map((endpointId) => ({ endpointId, workspaceId: 'one' }));
  if (!steady || !failing) throw new Error('there are two');
  for (let times = 0; times < 30; times += 1) {
    for (const endpoint of [steady, failing]) {
      room.begin(endpoint);
      room.end(endpoint, endpoint === steady);
    }
  }
  room.begin(failing);
  expect(room.counts()).toEqual(
    new Map([
      ['steady', -92],
      ['failing', 1],
    ]),
  );
});
