import type { RequestHandler } from 'express';
import { RunnerError } from '../runner-error.ts';

/** Characters that an address may have. Ids of pipelines are paths, and no filter is longer. */
const MAX_ADDRESS = 8192;

/** Refuses an address that nothing here has. Together with its headers it may have 16 kB, which Node itself refuses with 431. */
export const limitAddress: RequestHandler = (req, _res, next) => {
  if (req.url.length > MAX_ADDRESS) {
    throw new RunnerError('address_too_long', `The address has more than ${MAX_ADDRESS} characters.`);
  }
  next();
};
