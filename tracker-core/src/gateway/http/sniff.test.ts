import { expect, test } from 'vitest';
import { attachmentName, attachmentTypeOf } from './sniff.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

test('a file is what its first bytes say', () => {
  expect(attachmentTypeOf(bytes('\xff\xd8\xff\xe0 JFIF'))).toBe('image/jpeg');
  expect(attachmentTypeOf(bytes('\x89PNG\r\n\x1a\n...'))).toBe('image/png');
  expect(attachmentTypeOf(bytes('RIFF....WEBPVP8 '))).toBe('image/webp');
  expect(attachmentTypeOf(bytes('%PDF-1.7'))).toBe('application/pdf');
  for (const other of ['', '<svg/>', '<html>', 'GIF89a', 'PK\x03\x04', 'RIFF....WAVE', '\xff\xd8'])
    expect(attachmentTypeOf(bytes(other))).toBeNull();
});

test('a name keeps its words and loses what is dangerous', () => {
  expect(attachmentName('Улица Дечебал, 5.heic', 'image/jpeg')).toBe('Улица Дечебал, 5.jpg');
  expect(attachmentName('../../etc/passwd', 'application/pdf')).toBe('passwd.pdf');
  expect(attachmentName('a"\r\nx: y.png', 'image/png')).toBe('ax y.png');
  expect(attachmentName('.exe', 'image/png')).toBe('attachment.png');
  expect(attachmentName(undefined, 'image/webp')).toBe('attachment.webp');
});
