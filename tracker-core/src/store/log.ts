/** What the store says while it runs; a pino logger fits. Never given a secret. */
export interface StoreLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
