import { devicePrefixes, UPLINK_FILTERS } from '@sweepline/contract';
import type { Sender } from '../port.ts';
import type { DynamicSecurity } from './dynamic-security.ts';

const SERVICE_ROLE = 'sweepline-service';

interface Acl {
  readonly acltype: 'publishClientSend' | 'publishClientReceive' | 'subscribePattern' | 'subscribeLiteral';
  readonly topic: string;
  readonly allow: true;
}

const allow = (acltype: Acl['acltype'], topic: string): Acl => ({ acltype, topic, allow: true });

const roleOf = ({ device }: Sender): string => `device-${device}`;

/** A device publishes and subscribes below its own three prefixes, and nowhere else. */
const deviceAcls = ({ municipality, device }: Sender): Acl[] =>
  devicePrefixes(municipality, device).flatMap((prefix) => [
    allow('publishClientSend', `${prefix}/#`),
    allow('publishClientReceive', `${prefix}/#`),
    allow('subscribePattern', `${prefix}/#`),
  ]);

const serviceAcls: Acl[] = [
  ...UPLINK_FILTERS.flatMap((filter) => [allow('subscribeLiteral', filter), allow('publishClientReceive', filter)]),
  allow('publishClientSend', 'fleet/v1/+/+/rejected'),
  allow('publishClientSend', 'fleet/v1/+/+/command'),
];

async function writeRole(security: DynamicSecurity, rolename: string, acls: Acl[]): Promise<void> {
  const { error } = await security.ask({ command: 'createRole', rolename, acls });
  if (error !== null) await security.order({ command: 'modifyRole', rolename, acls });
}

/**
 * Lets a device in with this secret and this one alone; the same again changes nothing but ends its present connection,
 * which the plugin does on every change of a client. A Mosquitto client has *one* password: after a rotation the former
 * secret ends here at once, other than with the embedded broker.
 */
export async function admitDevice(security: DynamicSecurity, sender: Sender, secret: string): Promise<void> {
  const { device } = sender;
  const rolename = roleOf(sender);
  await writeRole(security, rolename, deviceAcls(sender));
  const account = { username: device, clientid: device, password: secret, roles: [{ rolename }] };
  const { error } = await security.ask({ command: 'createClient', ...account });
  if (error === null) return;
  await security.order({ command: 'modifyClient', ...account });
  await security.order({ command: 'enableClient', username: device });
}

/** Cuts a device off and keeps it out; its account stays, disabled, so that nobody takes the name by accident. */
export async function revokeDevice(security: DynamicSecurity, { device }: Sender): Promise<void> {
  const { error } = await security.ask({ command: 'disableClient', username: device });
  if (error !== null && !/not found/i.test(error)) throw new Error(`dynamic security refused disableClient: ${error}`);
}

/**
 * Gives the service's own account what it needs to read the fleet and to answer it. True where that was new: the plugin
 * then ends the account's connections, and the caller waits for the next one.
 */
export async function admitService(security: DynamicSecurity, username: string): Promise<boolean> {
  const data = (await security.order({ command: 'getClient', username })) as {
    client: { roles: { rolename: string }[] };
  };
  const known = data.client.roles.some(({ rolename }) => rolename === SERVICE_ROLE);
  if (known) return false;
  await writeRole(security, SERVICE_ROLE, serviceAcls);
  // no answer comes: the connection ends instead
  await security.ask({ command: 'addClientRole', username, rolename: SERVICE_ROLE, priority: -1 }).catch(() => null);
  return true;
}
