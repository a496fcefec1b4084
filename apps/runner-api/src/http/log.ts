/** Writes one line for the people who run the server. Never gets request bodies or secrets. */
export type Log = (level: 'info' | 'error', message: string, error?: unknown) => void;
