import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { Role, UserBody } from '@sweepline/contract';
import type { Scenario } from '../scenario/scenario.ts';
import type { Rest } from './rest.ts';

interface Login {
  readonly login: string;
  readonly role: Role;
  readonly password: string;
}

const NAMES = {
  ru: { operator: 'Диспетчер', auditor: 'Контролёр', contractor: 'Подрядчик', administrator: 'Администратор' },
  en: { operator: 'Dispatcher', auditor: 'Auditor', contractor: 'Contractor', administrator: 'Administrator' },
} as const;

/** The passwords kept from an earlier run: lines of login, role and password. */
function readLogins(file: string): Map<string, Login> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const logins = lines.map((line) => line.trim().split(/\s+/)).filter((parts) => parts.length === 3);
  return new Map(
    logins.map(([login, role, password]) => [login!, { login: login!, role: role as Role, password: password! }]),
  );
}

/**
 * Makes an operator, an auditor and a contractor's user of the municipality with random passwords, or the passwords that
 * `file` already has, and leaves them in `file`, readable by its owner alone.
 */
export async function setUpUsers(rest: Rest, scenario: Scenario, file: string, administrator: string): Promise<void> {
  const { municipality, contractors } = scenario;
  const before = readLogins(file);
  const kept: Login[] = [{ login: 'admin', role: 'administrator', password: administrator }];
  for (const role of ['operator', 'auditor', 'contractor'] as const) {
    const password = before.get(role)?.password ?? randomBytes(12).toString('base64url');
    const body: UserBody = {
      name: NAMES[municipality.locale][role],
      role,
      municipalities: [municipality.id],
      ...(role === 'contractor' ? { contractor: contractors[0]!.id } : {}),
      locale: municipality.locale,
      password,
    };
    await rest.put(`/users/${role}`, body);
    kept.push({ login: role, role, password });
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    kept.map(({ login, role, password }) => `${login.padEnd(12)}${role.padEnd(15)}${password}\n`).join(''),
    { mode: 0o600 },
  );
  chmodSync(file, 0o600);
}
