/** What the service tells the database's process. */
export type ToDatabase = { readonly type: 'close' };

/** What the database's process tells the service. */
export type FromDatabase = { readonly type: 'ready' } | { readonly type: 'failed'; readonly message: string };
