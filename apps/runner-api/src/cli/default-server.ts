/** Where commands look for a server when nobody names one. */
export const DEFAULT_SERVER = 'http://127.0.0.1:8999';
