import { type FuelTank, findJsonExcess, type Json, jsonLength, MAX_JSON_LENGTH } from '@flowmason/pipeline-schema';
import { ComponentError } from './errors.ts';

/** Ten times what one evaluation may do: a filter asks for each item of a list. */
const FUEL = 10_000_000;
/** Preparing an evaluation is work too. */
const FUEL_PER_EVALUATION = 16;

/**
 * What the templates of one attempt may cost together. Each is bounded by itself, but a config can have tens of
 * thousands of them, and a value that costs nothing to hand on costs whoever writes it its whole length.
 */
export class AttemptBudget {
  readonly #tank: FuelTank = { left: FUEL };
  #room = MAX_JSON_LENGTH;

  /** Fuel for one more evaluation. */
  tank(): FuelTank {
    this.#tank.left -= FUEL_PER_EVALUATION;
    return this.#tank;
  }

  /**
   * Counts a value that a template of the field at `place` (such as `config.data`) has given.
   * @throws {ComponentError} LIMIT when it is too large, or all of them are together.
   */
  take(value: Json, place: string): void {
    const excess = findJsonExcess(value);
    if (excess !== undefined) throw tooLarge(`${place}: the value ${excess}`);
    const length = jsonLength(value, this.#room);
    if (length <= this.#room) {
      this.#room -= length;
      return;
    }
    const most = MAX_JSON_LENGTH.toLocaleString('en');
    throw tooLarge(`${place}: the values of this stage together have more than ${most} characters as JSON`);
  }
}

function tooLarge(what: string): ComponentError {
  return new ComponentError('LIMIT', `${what}. Hand on only the parts that are needed`, { retryable: false });
}
