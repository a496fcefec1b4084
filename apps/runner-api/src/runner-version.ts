import packageJson from '../package.json' with { type: 'json' };

/** The version of the runner and of its command line, as `fm --version` and the API tell it. */
export const RUNNER_VERSION: string = packageJson.version;
