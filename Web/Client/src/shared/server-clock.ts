// The server's time, drawn from its answers and carried on by a clock that nobody can set.
const sampleLifeMs = 10 * 60_000;

class ServerClock {
  #offset = Date.now() - performance.now();
  #roundTripMs = Number.POSITIVE_INFINITY;
  #takenAt = Number.NEGATIVE_INFINITY;

  /** Now, in milliseconds since 1970, as the server would say. */
  now(): number {
    return performance.now() + this.#offset;
  }

  /** A server time heard between two readings of performance.now(). The quickest answer of some minutes is the best one. */
  observe(serverTime: string, sentAt: number, heardAt = performance.now()): void {
    const roundTrip = heardAt - sentAt;
    const isOld = heardAt - this.#takenAt > sampleLifeMs;
    if (roundTrip > this.#roundTripMs && !isOld) return;
    this.#offset = Date.parse(serverTime) - (sentAt + roundTrip / 2);
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
