// The server's time, drawn from its answers and carried on by a clock that nobody can set.
const sampleLifeMs = 10 * 60_000;

/** What two good clocks may differ by within that time, in milliseconds. */
const driftMs = 100;

class ServerClock {
  #offset = Date.now() - performance.now();
  #roundTripMs = Number.POSITIVE_INFINITY;
  #takenAt = Number.NEGATIVE_INFINITY;

  /** Now, in milliseconds since 1970, as the server would say. */
  now(): number {
    return performance.now() + this.#offset;
  }

  /**
   * A server time heard between two readings of performance.now(). The quickest answer of some minutes is the best one, unless what it said can
   * no longer be true: the clock of a machine that slept, or was halted, stands behind.
   */
  observe(serverTime: string, sentAt: number, heardAt = performance.now()): void {
    const roundTrip = heardAt - sentAt;
    const offset = Date.parse(serverTime) - (sentAt + roundTrip / 2);
    const isOld = heardAt - this.#takenAt > sampleLifeMs;
    const fits = Math.abs(offset - this.#offset) <= (roundTrip + this.#roundTripMs) / 2 + driftMs;
    if (roundTrip > this.#roundTripMs && !isOld && fits) return;
    this.#offset = offset;
    this.#roundTripMs = roundTrip;
    this.#takenAt = heardAt;
  }

  /** The Date header has whole seconds: only good for whoever has nothing better. */
  noteDate(date: string | null): void {
    if (date === null || Number.isFinite(this.#roundTripMs)) return;
    this.#offset = Date.parse(date) + 500 - performance.now();
  }
}

export const serverClock = new ServerClock();
