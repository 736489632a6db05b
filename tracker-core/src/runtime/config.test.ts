import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

describe('readConfig', () => {
  it('has a value for every setting that needs one', () => {
    const config = readConfig({}, '/somewhere');
    expect(config).toMatchObject({
      httpPort: 8080,
      mqttPort: 1883,
      dataDir: '/somewhere/data',
      databaseUrl: null,
      acceptBacklogDays: 30,
    });
  });

  it('takes an empty setting for an absent one', () => {
    expect(readConfig({ DATABASE_URL: '' }, '/').databaseUrl).toBeNull();
  });

  it('reports all wrong names at once and repeats no value', () => {
    const wrong = {
      HTTP_PORT: '80a',
      ADMIN_PASSWORD: 'hush',
      DATABASE_URL: 'mysql://user:hush@host',
      MQTTS_PORT: '8883',
    };
    const attempt = () => readConfig(wrong, '/');
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(/HTTP_PORT[^]*MQTTS_PORT|MQTTS_PORT[^]*HTTP_PORT/);
    expect(attempt).toThrow(/ADMIN_PASSWORD/);
    expect(attempt).not.toThrow(/hush|80a/);
  });
});
