import { Api } from './api.ts';

export const PASSWORD = 'a password of these users';

/** Makes a user, or gives him other rights, and signs in as him. */
export async function userOf(
  { http, api }: { readonly http: string; readonly api: Api },
  login: string,
  role: string,
  municipalities: readonly string[],
  contractor?: string,
): Promise<Api> {
  await api.put(`/users/${login}`, {
    name: login,
    role,
    municipalities,
    ...(contractor === undefined ? {} : { contractor }),
    locale: 'en',
    password: PASSWORD,
  });
  return Api.signIn(http, login, PASSWORD);
}
