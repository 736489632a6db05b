import { PASSWORD, URL } from './browser.mjs';

async function send(url, method, path, body, token) {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

/** The service's own interface as a person asks it, signed in once. `request` answers whatever comes; the others throw what was refused. */
export async function clientOf(login = 'admin', password = PASSWORD, url = URL) {
  const { body } = await send(url, 'POST', '/session', { login, password });
  const request = (method, path, given) => send(url, method, path, given, body.token);
  const ask = async (method, path, given) => {
    const answer = await request(method, path, given);
    if (answer.status < 400) return answer.body;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
  };
  return {
    request,
    ask,
    get: (path) => ask('GET', path),
    put: (path, given) => ask('PUT', path, given),
    post: (path, given = {}) => ask('POST', path, given),
  };
}

/** The town that the tests run in, as the administrator sees it, with a contractor and a route of it. */
export async function townOf(api) {
  const [town] = (await api.get('/municipalities')).items;
  const [contractor] = (await api.get(`/contractors?municipality=${town.id}`)).items;
  const [route] = (await api.get(`/routes?municipality=${town.id}`)).items;
  return { town, contractor, route };
}
