/** From talkative to grave; a log leaves out what is below its own level. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What a line says beside its message, by name. `err` takes whatever was thrown. */
export type LogFacts = Readonly<Record<string, unknown>>;

/**
 * Writes one line for the people who run the server. `detail` is what was thrown, or `LogFacts`. Never gets bodies,
 * inputs or the query of an address; secrets that are in it by mistake are masked where the lines leave.
 */
export type Log = (level: LogLevel, message: string, detail?: unknown) => void;
