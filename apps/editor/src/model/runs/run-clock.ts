/**
 * How the time of a run relates to the clock on the wall, learnt from when its events arrive. Simulated services may have
 * their time sped up, so a run's time can pass faster than the wall's.
 */
export interface RunClock {
  /** An instant on the wall, and the run's time at it; ms since 1970. */
  readonly wallMs: number;
  readonly runMs: number;
  /** Milliseconds of the run per millisecond on the wall: 1, or more when its time is sped up. */
  readonly rate: number;
  /** When the run was queued; then both clocks showed the same. */
  readonly queuedAtMs: number;
}

/** A batch of events: when the run was queued, when its last event happened, and when it arrived here. */
export interface Arrival {
  readonly queuedAtMs: number;
  readonly lastAtMs: number;
  /** On the server's wall clock, so corrected for skew. */
  readonly receivedAtMs: number;
}

/**
 * The clock after another batch. The first batch may be history of any age, so it only bounds the rate from below; later
 * ones are as fresh as the network. A batch that is old all the same, after a lost connection, does not turn the clock back.
 */
export function observeArrival(clock: RunClock | null, arrival: Arrival): RunClock {
  const { queuedAtMs, lastAtMs, receivedAtMs } = arrival;
  const rate = rateOf(arrival);
  const expectedMs = clock
    ? runTimeAt(clock, receivedAtMs)
    : queuedAtMs + rate * Math.max(0, receivedAtMs - queuedAtMs);
  const isOld = lastAtMs < expectedMs - LATE_MS * rate;
  const runMs = clock === null || isOld ? Math.max(expectedMs, lastAtMs) : lastAtMs;
  return { wallMs: receivedAtMs, runMs, rate: isOld && clock ? clock.rate : rate, queuedAtMs };
}

/** What the run's time is at the instant `wallMs`; without a clock the wall's own. */
export function runTimeAt(clock: RunClock | null, wallMs: number): number {
  return clock ? clock.runMs + clock.rate * Math.max(0, wallMs - clock.wallMs) : wallMs;
}

function rateOf({ queuedAtMs, lastAtMs, receivedAtMs }: Arrival): number {
  const onWallMs = receivedAtMs - queuedAtMs;
  if (onWallMs < MEASURABLE_MS) return 1;
  const rate = (lastAtMs - queuedAtMs) / onWallMs;
  // A run in real time never seems faster than 1 by more than what its journal and the network jitter.
  return rate > SURELY_FASTER ? rate : 1;
}

const MEASURABLE_MS = 200;
const SURELY_FASTER = 1.5;
/** How late an event may come and still count as fresh. */
const LATE_MS = 2_000;
