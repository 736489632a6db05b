/**
 * Columns of a bulk statement, one text parameter each: `pg` would escape every element of an array, and a single-process
 * server would unescape it again.
 */

/** U+001F, which neither ids nor RFC 8785 JSON contain unescaped. In SQL: `string_to_array($1, e'\x1f')`. */
export const SEPARATOR = '\x1f';

export const textColumn = (values: readonly string[]): string => values.join(SEPARATOR);

/** For `$1::float8[]` and the like; of finite numbers. */
export const numberColumn = (values: readonly number[]): string => `{${values.join(',')}}`;

/** PostgreSQL's text has no U+0000. */
export const withoutNul = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text);

/** SQL for an instant out of epoch milliseconds: the division rounds correctly, a multiplication by 0.001 does not. */
export const instant = (milliseconds: string): string => `to_timestamp(${milliseconds} / 1000.0::float8)`;

/** SQL for epoch milliseconds out of an instant. */
export const milliseconds = (instant: string): string => `round(date_part('epoch', ${instant}) * 1000)`;

/** SQL for one text column as an array. */
export const texts = (parameter: number): string => `string_to_array($${parameter}, e'\\x1f')`;
