import { describe, expect, it } from 'vitest';
import { addressOf, qrText, settingsOf, topicOf, type Connection } from './connection.ts';

const connection: Connection = {
  host: 'sweep.example',
  port: 1883,
  tls: false,
  municipality: 'town',
  device: 'tracker-1',
  secret: 'секрет+/=',
  interval_s: 5,
};

describe('where a device connects', () => {
  it('is the name this page was reached by, where the service knows only its own machine', () => {
    expect(addressOf('mqtt://127.0.0.1:18830', 'sweep.example')).toEqual({
      host: 'sweep.example',
      port: 18_830,
      tls: false,
    });
    expect(addressOf('mqtts://broker.example', 'sweep.example')).toEqual({
      host: 'broker.example',
      port: 8883,
      tls: true,
    });
  });
});

describe('settings', () => {
  it('of every dialect carry its topic and the secret', () => {
    for (const dialect of ['native', 'owntracks', 'teltonika'] as const) {
      expect(settingsOf(dialect, connection)).toContain(topicOf(dialect, connection));
      expect(settingsOf(dialect, connection)).toContain(connection.secret);
    }
  });

  it('reach a phone whole by the QR code', () => {
    const [, inline] = qrText('owntracks', connection).split('inline=');
    const bytes = Uint8Array.from(atob(inline!.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual(JSON.parse(settingsOf('owntracks', connection)));
    expect(JSON.parse(qrText('native', connection))).toMatchObject({ url: 'mqtt://sweep.example:1883', qos: 1 });
  });
});
