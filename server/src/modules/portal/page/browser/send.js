/** @typedef {{ ok: boolean, problem: string }} Outcome `problem` is there with `ok` where an answer was kept and does not fit. */

const LOST = 'That did not get through. Check your connection and try again.';

/** The API's address for a form's, and the token that opens it. @param {string} action */
function target(action) {
  const [, token = '', rest = ''] = /\/portal\/([^/]+)(\/items\/.*)$/u.exec(new URL(action).pathname) ?? [];
  return { url: `/v1/portal${rest}`, authorization: `Bearer ${decodeURIComponent(token)}` };
}

/** Nothing here throws. @param {string} action @param {string} value @returns {Promise<Outcome>} */
export async function answer(action, value) {
  const { url, authorization } = target(action);
  try {
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ value }), cache: 'no-store' });
    const body = await response.json();
    return response.ok ? { ok: true, problem: body.problem ?? '' } : { ok: false, problem: problemIn(body) };
  } catch {
    return { ok: false, problem: LOST };
  }
}

/**
 * Sends one file, telling how much of it is there, from 0 to 1.
 * @param {string} action @param {File} file @param {(part: number) => void} tell @returns {Promise<Outcome>}
 */
export function sendFile(action, file, tell) {
  const { url, authorization } = target(action);
  const body = new FormData();
  body.append('files', file);
  return new Promise((resolve) => {
    // fetch tells of no progress.
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', ({ loaded, total }) => tell(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      const ok = request.status === 201;
      resolve({ ok, problem: ok ? '' : problemIn(readJson(request.responseText)) });
    });
    for (const end of ['error', 'abort', 'timeout']) {
      request.addEventListener(end, () => resolve({ ok: false, problem: `${file.name}: ${LOST}` }));
    }
    request.open('POST', url);
    request.setRequestHeader('authorization', authorization);
    request.send(body);
  });
}

/** @param {string} text */
function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** @param {{ detail?: unknown, errors?: { detail?: unknown }[] }} problem */
function problemIn({ detail, errors = [] }) {
  return errors.map((one) => String(one.detail ?? '')).join(' ') || String(detail ?? LOST);
}
