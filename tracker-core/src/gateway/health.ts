import { troubleText, type Readiness } from '@sweepline/contract';
import { lackTexts } from '../store/kind.ts';
import { isSecret, hashOfSecret } from '../store/objects/secret.ts';
import { statusOf, type Answer, type Exchange } from './http/exchange.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { HealthPort } from './ports.ts';

const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

const LOOPBACK =
  /^(127\.|::1$|0000:0000:0000:0000:0000:0000:0000:0001$|::ffff:127\.|0000:0000:0000:0000:0000:ffff:7f)/i;

/** Who may read the figures: this machine, or whoever has the token. */
function maySeeMetrics(exchange: Exchange, token: string | null): boolean {
  // What a proxy on this machine hands on comes from elsewhere.
  if (LOOPBACK.test(exchange.remote) && exchange.header('x-forwarded-for') === '') return true;
  const given = /^Bearer +(\S+)$/i.exec(exchange.header('authorization'))?.[1];
  return token !== null && given !== undefined && isSecret(given, hashOfSecret(token));
}

/** `/healthz`, `/readyz` and `/metrics`; null for any other path. */
export async function healthAnswer(
  exchange: Exchange,
  health: HealthPort,
  metrics: GatewayMetrics,
  token: string | null,
): Promise<Answer | null> {
  switch (exchange.path) {
    case '/healthz':
      return { status: statusOf(200), headers: PLAIN, body: 'ok\n' };
    case '/readyz': {
      const troubles = await health.dependencies();
      const readiness: Readiness = {
        ready: Object.values(troubles).every((trouble) => trouble === null),
        dependencies: Object.fromEntries(
          Object.entries(troubles).map(([name, trouble]) => [name, trouble === null ? null : troubleText(trouble)]),
        ),
        troubles,
        lacks: lackTexts(health.lacks()),
        lacking: health.lacks(),
      };
      const { ready } = readiness;
      const body = JSON.stringify(readiness);
      return { status: statusOf(ready ? 200 : 503), headers: JSON_TYPE, body };
    }
    case '/metrics':
      if (!maySeeMetrics(exchange, token))
        return { status: statusOf(403), headers: PLAIN, body: 'this machine or METRICS_TOKEN only\n' };
      return {
        status: statusOf(200),
        headers: { ...PLAIN, 'content-type': metrics.contentType },
        body: `${await health.metrics()}${await metrics.text()}`,
      };
    default:
      return null;
  }
}
